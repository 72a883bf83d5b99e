package hindsight.relation.analysis;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.rule.Expressions;
import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * By what a column places the rows of a relation: an expression over columns of one table that the relation reads. Two relations with
 * equal placements place what they make of the same rows alike.
 *
 * @param table folded name; empty where the column is the same for all rows
 * @param columns folded names, sorted, to which the references of the expression are positions
 */
public record Placement(String table, List<String> columns, Expression expression) {
    public Placement {
        columns = List.copyOf(columns);
    }

    /** That of a column, by its position; empty where it is not known. */
    public static Optional<Placement> of(Relation relation, int column) {
        return of(relation, new Reference(column, relation.columns().get(column)));
    }

    /** That of a value of its rows. */
    public static Optional<Placement> of(Relation relation, Expression value) {
        if (value.children().isEmpty() && !(value instanceof Reference)) {
            return Optional.of(new Placement("", List.of(), value));
        }
        if (relation instanceof Relation.Scan scan) {
            return Optional.of(scanned(scan, value));
        }
        if (relation instanceof Project project) {
            return of(project.input(), Expressions.substituted(value, project.values()));
        }
        if (relation instanceof Aggregate aggregate) {
            boolean grouped =
                    aggregate.isPlain() && reach(value) <= aggregate.groups().size();
            return grouped
                    ? of(aggregate.input(), Expressions.substituted(value, aggregate.groups()))
                    : Optional.empty();
        }
        if (relation instanceof Join || relation instanceof AsOfJoin) {
            return joined(relation.inputs().get(0), relation.inputs().get(1), value);
        }
        if (relation instanceof SetOperation operation) {
            List<Optional<Placement>> all = operation.inputs().stream()
                    .map(input -> of(input, value))
                    .distinct()
                    .toList();
            return all.size() == 1 ? all.get(0) : Optional.empty();
        }
        boolean hands = relation instanceof Filter
                || relation instanceof Sort
                || relation instanceof Limit
                || relation instanceof Distinct
                || relation instanceof DistinctOn
                || relation instanceof Window
                || relation instanceof Unnest;
        return hands ? handed(relation.inputs().get(0), value) : Optional.empty();
    }

    /** Of columns that come from an operator's input as they are, in front of its own. */
    private static Optional<Placement> handed(Relation input, Expression value) {
        return reach(value) <= input.columns().size() ? of(input, value) : Optional.empty();
    }

    private static Optional<Placement> joined(Relation left, Relation right, Expression value) {
        int width = left.columns().size();
        int first = Expressions.references(List.of(value)).nextSetBit(0);
        if (first >= width) {
            return handed(right, Expressions.moved(value, index -> index - width));
        }
        return handed(left, value);
    }

    private static Placement scanned(Relation.Scan scan, Expression value) {
        TreeSet<String> names = new TreeSet<>();
        Expressions.references(List.of(value)).stream().forEach(index -> names.add(name(scan, index)));
        List<String> columns = List.copyOf(names);
        return new Placement(
                Name.folded(scan.table()),
                columns,
                Expressions.moved(value, index -> columns.indexOf(name(scan, index))));
    }

    private static String name(Relation.Scan scan, int index) {
        return Name.folded(scan.read().get(index).name());
    }

    private static int reach(Expression value) {
        return Expressions.references(List.of(value)).length();
    }
}
