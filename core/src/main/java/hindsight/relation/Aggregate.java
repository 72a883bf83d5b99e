package hindsight.relation;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One row for each group. Its columns are the group's values, the results of the calls, and a BIGINT for each grouping.
 *
 * @param groups what the rows of a group have in common; NULLs are alike
 * @param sets positions of groups, for each of which all rows are grouped once; the other groups are NULL in its rows. The set of no
 *     groups gives exactly one row, also of no rows
 * @param calls over the rows of a group
 * @param groupings positions of groups; the result has one bit for each, set where the row's set is without that group
 */
public record Aggregate(
        Relation input,
        List<Expression> groups,
        List<List<Integer>> sets,
        List<AggregateCall> calls,
        List<List<Integer>> groupings)
        implements OneInput {
    public Aggregate {
        groups = List.copyOf(groups);
        sets = sets.stream().map(List::copyOf).toList();
        calls = List.copyOf(calls);
        groupings = groupings.stream().map(List::copyOf).toList();
        List<DataType> row = input.columns();
        Rows.check(groups, row);
        calls.forEach(call -> Rows.check(call.expressions(), row));
        checkPositions(sets, groups.size());
        checkPositions(groupings, groups.size());
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("an aggregate without a grouping set");
        }
    }

    private static void checkPositions(List<List<Integer>> lists, int groups) {
        for (List<Integer> list : lists) {
            if (list.stream().anyMatch(index -> index < 0 || index >= groups)) {
                throw new IllegalArgumentException("groups " + list + " of " + groups);
            }
        }
    }

    /** Whether there is one set, of all groups. */
    public boolean isPlain() {
        return sets.size() == 1 && sets.get(0).size() == groups.size();
    }

    @Override
    public List<DataType> columns() {
        List<DataType> types = new ArrayList<>(Rows.types(groups));
        calls.forEach(call -> types.add(call.type()));
        types.addAll(Collections.nCopies(groupings.size(), DataType.BIGINT));
        return types;
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Aggregate(
                inputs.get(0),
                Rows.map(groups, change),
                sets,
                calls.stream().map(call -> call.map(change)).toList(),
                groupings);
    }

    @Override
    public List<Expression> expressions() {
        List<Expression> all = new ArrayList<>(groups);
        calls.forEach(call -> all.addAll(call.expressions()));
        return all;
    }
}
