package hindsight.why;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.ExpressionPrinter;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.Window;
import hindsight.relation.rule.Expressions;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each row of an input adds to a column of a query that sums it up, or is in a column that hands it on.
 *
 * @param table folded name of the input
 * @param columns that it is computed from
 * @param value over these columns
 * @param summed whether the values of several rows are summed up
 */
public record Addend(String table, List<Column> columns, Expression value, boolean summed) {
    private static final Set<TypeFamily> NUMBERS = Set.of(TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.FLOATING);
    private static final Set<String> SUMS = Set.of("sum", "sum_no_overflow", "fsum", "kahan_sum", "avg", "count_if");

    /** In words. */
    public String text() {
        return ExpressionPrinter.named(index -> columns.get(index).name()).print(value);
    }

    /** Whether rows can be put in the order of its size. */
    public boolean isNumber() {
        return NUMBERS.contains(value.type().family());
    }

    /** Of a column of a query; empty where it comes from several inputs or from none. */
    public static Optional<Addend> of(BoundQuery query, int column) {
        Relation root = query.relation();
        return of(root, new Reference(column, root.columns().get(column)), false);
    }

    private static Optional<Addend> of(Relation relation, Expression value, boolean summed) {
        if (Expressions.references(List.of(value)).isEmpty()) {
            return Optional.empty();
        }
        if (relation instanceof Relation.Scan scan) {
            return Optional.of(scanned(scan, value, summed));
        }
        if (relation instanceof Project project) {
            return of(project.input(), Expressions.substituted(value, project.values()), summed);
        }
        if (relation instanceof Filter || relation instanceof Sort) {
            return of(relation.inputs().get(0), value, summed);
        }
        if (relation instanceof Join || relation instanceof AsOfJoin) {
            return joined(relation.inputs().get(0), relation.inputs().get(1), value, summed);
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregated(aggregate, value, summed);
        }
        boolean own = relation instanceof Window window
                && reach(value) <= window.input().columns().size();
        return own ? of(relation.inputs().get(0), value, summed) : Optional.empty();
    }

    private static Optional<Addend> joined(Relation left, Relation right, Expression value, boolean summed) {
        int width = left.columns().size();
        if (reach(value) <= width) {
            return of(left, value, summed);
        }
        return Expressions.references(List.of(value)).nextSetBit(0) >= width
                ? of(right, Expressions.moved(value, index -> index - width), summed)
                : Optional.empty();
    }

    /** What the first of the sums in it sums up; the rest of the expression is left aside. */
    private static Optional<Addend> aggregated(Aggregate aggregate, Expression value, boolean summed) {
        int groups = aggregate.groups().size();
        if (reach(value) <= groups) {
            return of(aggregate.input(), Expressions.substituted(value, aggregate.groups()), summed);
        }
        return Expressions.references(List.of(value)).stream()
                .filter(index ->
                        index >= groups && index < groups + aggregate.calls().size())
                .mapToObj(index -> aggregate.calls().get(index - groups))
                .filter(call -> call.arguments().size() == 1)
                .findFirst()
                .flatMap(call -> of(aggregate.input(), call.arguments().get(0), summed || isSum(call)));
    }

    private static boolean isSum(AggregateCall call) {
        return SUMS.contains(call.function()) && !call.distinct();
    }

    private static Addend scanned(Relation.Scan scan, Expression value, boolean summed) {
        List<Integer> places =
                Expressions.references(List.of(value)).stream().boxed().toList();
        List<Column> columns = new ArrayList<>();
        places.forEach(place -> columns.add(scan.read().get(place)));
        return new Addend(Name.folded(scan.table()), columns, Expressions.moved(value, places::indexOf), summed);
    }

    private static int reach(Expression value) {
        return Expressions.references(List.of(value)).length();
    }
}
