package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.rule.Expressions;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The branches of a UNION ALL on top of a query that are told apart by the values of a column, as sections of a timeline are by the
 * effective time of their rows. Where the values that a change touches are known from the diffs of the inputs alone, branches that give no
 * row with any of them have nothing to do with it.
 *
 * <pre>
 * UNION ALL                                     Filter d &gt;= 2025-03-01
 *   Filter d &lt; 2025-03-01                         Aggregate by d
 *     Aggregate by d             t#diff has         Scan t
 *       Scan t                   March only
 *   Filter d &gt;= 2025-03-01          →
 *     Aggregate by d
 *       Scan t
 * </pre>
 */
public final class Branches {
    private static final String VALUE = "touched";

    private final BoundQuery query;
    private final int column;
    private final List<Branch> branches = new ArrayList<>();

    /** @param value of the column, in rows of the branch */
    private record Branch(Relation relation, Expression value) {}

    private Branches(BoundQuery query, int column) {
        this.query = query;
        this.column = column;
        Relation root = query.relation();
        visit(root, new Reference(column, root.columns().get(column)));
    }

    /**
     * Those of a query.
     *
     * @param column position of a column of dates or moments
     * @return empty where there is one branch, or where none has conditions on the column
     */
    public static Optional<Branches> of(BoundQuery query, int column) {
        Branches branches = new Branches(query, column);
        boolean apart = branches.size() > 1
                && branches.branches.stream()
                        .anyMatch(branch ->
                                !conditions(branch.relation(), branch.value()).isEmpty());
        return apart ? Optional.of(branches) : Optional.empty();
    }

    private void visit(Relation relation, Expression value) {
        if (isUnion(relation)) {
            relation.inputs().forEach(input -> visit(input, value));
        } else if (isAbove(relation)) {
            visit(relation.inputs().get(0), below(relation, value));
        } else {
            branches.add(new Branch(relation, value));
        }
    }

    private static boolean isUnion(Relation relation) {
        return relation instanceof SetOperation operation
                && operation.kind() == SetOperation.Kind.UNION
                && operation.all();
    }

    /** Whether nothing but single rows of a union is computed there. */
    private static boolean isAbove(Relation relation) {
        return (relation instanceof Project || relation instanceof Sort)
                && (isUnion(relation.inputs().get(0))
                        || isAbove(relation.inputs().get(0)));
    }

    private static Expression below(Relation relation, Expression value) {
        return relation instanceof Project project ? Expressions.substituted(value, project.values()) : value;
    }

    public int size() {
        return branches.size();
    }

    /** Position of the column by whose values they are told apart. */
    public int column() {
        return column;
    }

    /**
     * One row that has, for each branch, how many changed rows of inputs have values that rows of the branch can have. A branch of which
     * there are none has no row, old or new, with any value that the change touches.
     *
     * @param changed by the folded names of the inputs that have a diff
     * @param clock what old and new rows see as now
     * @return empty where it is not known which values a change touches
     */
    public Optional<BoundQuery> touched(Map<String, InputChange> changed, ClockMove clock) {
        Traces traces = new Traces(new States(changed, clock.over(query.relation())));
        boolean known = branches.stream().allMatch(branch -> traces.follow(branch.relation(), branch.value()));
        return known && !traces.found().isEmpty()
                ? Optional.of(counts(Weights.together(traces.found())))
                : Optional.empty();
    }

    private BoundQuery counts(Relation values) {
        List<AggregateCall> calls = branches.stream()
                .map(branch -> conditions(branch.relation(), branch.value()))
                .map(all -> new AggregateCall("count_star", List.of(), false, List.of(), all, DataType.BIGINT))
                .toList();
        Relation counts = new Aggregate(values, List.of(), List.of(List.of()), calls, List.of());
        List<String> names = IntStream.range(0, size()).mapToObj(i -> VALUE + i).toList();
        return new BoundQuery(Normalizer.tidy(counts), names);
    }

    /** The query with some of its branches, at least one. */
    public BoundQuery only(IntPredicate branch) {
        return new BoundQuery(
                only(query.relation(), branch, new int[1])
                        .orElseThrow(() -> new IllegalArgumentException("none of " + size() + " branches")),
                query.names());
    }

    private static Optional<Relation> only(Relation relation, IntPredicate branch, int[] next) {
        if (isUnion(relation)) {
            List<Relation> kept = relation.inputs().stream()
                    .flatMap(input -> only(input, branch, next).stream())
                    .toList();
            return kept.isEmpty() ? Optional.empty() : Optional.of(Weights.together(kept));
        }
        if (isAbove(relation)) {
            return only(relation.inputs().get(0), branch, next).map(input -> relation.over(List.of(input)));
        }
        return branch.test(next[0]++) ? Optional.of(relation) : Optional.empty();
    }

    /** What the value is known to meet in all rows of a relation, as conditions on a row that has nothing else. */
    private static List<Expression> conditions(Relation relation, Expression value) {
        if (relation instanceof Filter filter) {
            List<Expression> all = new ArrayList<>(conditions(filter.input(), value));
            Expressions.conjuncts(filter.conditions()).stream()
                    .flatMap(condition -> alone(condition, value).stream())
                    .forEach(all::add);
            return all;
        }
        if (relation instanceof Sort) {
            return conditions(relation.inputs().get(0), value);
        }
        if (relation instanceof Project project) {
            return conditions(project.input(), Expressions.substituted(value, project.values()));
        }
        return relation instanceof Join join ? joined(join, value) : List.of();
    }

    private static List<Expression> joined(Join join, Expression value) {
        int width = join.left().columns().size();
        if (Keys.references(value).length() <= width) {
            return join.kind().padsLeft() ? List.of() : conditions(join.left(), value);
        }
        boolean ofRight =
                join.kind() == JoinKind.INNER && Keys.references(value).nextSetBit(0) >= width;
        return ofRight ? conditions(join.right(), Expressions.moved(value, index -> index - width)) : List.of();
    }

    /** A condition on nothing but the value. */
    private static Optional<Expression> alone(Expression condition, Expression value) {
        Expression mark = new Expression.Constant(VALUE, value.type());
        Expression marked = replaced(condition, value, mark);
        return Keys.references(marked).isEmpty() && Expressions.isSteady(marked)
                ? Optional.of(replaced(marked, mark, new Reference(0, value.type())))
                : Optional.empty();
    }

    private static Expression replaced(Expression expression, Expression old, Expression other) {
        if (expression.equals(old)) {
            return other;
        }
        List<Expression> children = expression.children();
        return children.isEmpty()
                ? expression
                : expression.over(children.stream()
                        .map(child -> replaced(child, old, other))
                        .toList());
    }
}
