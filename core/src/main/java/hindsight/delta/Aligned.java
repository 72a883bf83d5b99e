package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Two relations as one, in which {@link Edit edits} tell apart what differs. It may have more columns than each.
 *
 * @param both the one
 * @param then for each column of the old relation, where the one has it on the old side
 * @param now the same of the new relation on the new side
 */
record Aligned(Relation both, List<Integer> then, List<Integer> now) {
    Aligned {
        then = List.copyOf(then);
        now = List.copyOf(now);
    }

    /** One that has the columns of both in their order. */
    static Aligned same(Relation both) {
        List<Integer> all = first(both.columns().size(), 0);
        return new Aligned(both, all, all);
    }

    /** So many positions. */
    static List<Integer> first(int count, int from) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(from + i);
        }
        return positions;
    }

    /** Under an operator that hands on all of its columns. */
    Aligned under(UnaryOperator<Relation> operator) {
        return new Aligned(operator.apply(both), then, now);
    }

    /** An expression over the old relation, over the one. */
    Expression then(Expression expression) {
        return Expressions.moved(expression, then::get);
    }

    /** An expression over the new relation, over the one. */
    Expression now(Expression expression) {
        return Expressions.moved(expression, now::get);
    }

    /** An old and a new expression as one. */
    Expression both(Expression then, Expression now) {
        return Edit.of(then(then), now(now));
    }

    /** A column of the old relation. */
    Expression oldColumn(int column) {
        return reference(then.get(column));
    }

    /** A column of the new relation. */
    Expression newColumn(int column) {
        return reference(now.get(column));
    }

    private Expression reference(int position) {
        return new Reference(position, both.columns().get(position));
    }

    /** Whether it has just the columns of both, and in their order. */
    private boolean isExact() {
        int width = both.columns().size();
        return then.equals(now) && then.equals(first(width, 0));
    }

    /** Whether both relations have columns of the same types. */
    boolean isOfOneKind() {
        return types(then).equals(types(now));
    }

    private List<DataType> types(List<Integer> positions) {
        return positions.stream().map(both.columns()::get).toList();
    }

    /** With the columns of both, which are of one kind, and no others. */
    Relation exact() {
        if (isExact()) {
            return both;
        }
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            values.add(value(oldColumn(i), newColumn(i)));
        }
        return projected(values);
    }

    /** The one under other columns. */
    Relation projected(List<Expression> values) {
        Relation input = both instanceof Project project ? project.input() : both;
        return new Project(input, values);
    }

    /** What an old and a new expression over the one are together, for {@link #projected}: those of a projection are told apart inside. */
    Expression value(Expression then, Expression now) {
        if (!(both instanceof Project project)) {
            return Edit.of(then, now);
        }
        return Edit.of(
                Objects.requireNonNull(Expressions.substituted(then, project.values())),
                Expressions.substituted(now, project.values()));
    }
}
