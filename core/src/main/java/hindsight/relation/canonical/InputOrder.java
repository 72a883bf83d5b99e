package hindsight.relation.canonical;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a subquery says that its rows come: {@code SELECT list(a) FROM (SELECT a FROM t ORDER BY b)}.
 *
 * @param relation the rows without that order; behind the columns of the subquery it may have some that the order needs
 * @param keys over its columns
 */
record InputOrder(Relation relation, List<SortKey> keys) {
    /** Empty where the subquery says none. */
    static Optional<InputOrder> of(Relation input) {
        if (input instanceof Sort sort) {
            return Optional.of(new InputOrder(sort.input(), sort.keys()));
        }
        if (input instanceof Limit limit && limit.input() instanceof Sort sort) {
            return Optional.of(new InputOrder(limit, sort.keys()));
        }
        if (input instanceof Filter filter) {
            return of(filter.input())
                    .map(order -> new InputOrder(new Filter(order.relation, filter.conditions()), order.keys));
        }
        return input instanceof Project project
                ? of(project.input()).map(order -> order.through(project))
                : Optional.empty();
    }

    private InputOrder through(Project project) {
        List<Expression> values = new ArrayList<>(project.values());
        List<SortKey> moved = new ArrayList<>();
        for (SortKey key : keys) {
            if (!values.contains(key.value())) {
                values.add(key.value());
            }
            Expression column =
                    new Reference(values.indexOf(key.value()), key.value().type());
            moved.add(new SortKey(column, key.descending(), key.nullsFirst()));
        }
        return new InputOrder(new Project(relation, values), moved);
    }
}
