package hindsight.relation.analysis;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.TableFunction;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Values;
import hindsight.relation.Window;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the columns of a relation come from, and which columns of its inputs matter at all.
 *
 * <p>An order says nothing of a bag, so it counts only for columns that come out of something that follows it, such as a limit. Where
 * an operator picks rows and an order leaves open which, everything that is in the rows decides, as far as it is read: so the answer
 * holds however ties are broken, as long as the rows alone break them.
 */
public final class Lineage {
    private final IdentityHashMap<Relation, Result> known = new IdentityHashMap<>();
    private final Map<Integer, Result> recursions;

    private Lineage(Map<Integer, Result> recursions) {
        this.recursions = recursions;
    }

    /**
     * Where the columns come from.
     *
     * @param columns in order
     * @param rows columns that decide which rows there are: in filters, joins and groups
     */
    public record Result(List<Derivation> columns, Set<Origin> rows) {
        public Result {
            columns = List.copyOf(columns);
            rows = Sets.copy(rows);
        }

        /**
         * All columns on which the rows depend. Another value in any other column of the inputs changes nothing, as long as the same
         * rows are there.
         */
        public Set<Origin> used() {
            return Sets.union(rows, row().all());
        }

        private RowDerivation row() {
            return new RowDerivation(columns);
        }

        private Result decidedBy(Collection<Derivation> more) {
            return new Result(columns, Sets.union(rows, Derivation.all(more).used()));
        }

        private Result chosenBy(Set<Origin> more) {
            return with(columns.stream().map(column -> column.chosenBy(more)).toList());
        }

        private Result with(List<Derivation> other) {
            return new Result(other, rows);
        }

        private Result followedBy(List<Derivation> more) {
            List<Derivation> all = new ArrayList<>(columns);
            all.addAll(more);
            return with(all);
        }
    }

    /** A recursion is followed until nothing more comes in. */
    public static Result of(Relation query) {
        Relation root = Unordered.of(query);
        Map<Integer, Result> recursions = new HashMap<>();
        while (true) {
            Lineage lineage = new Lineage(recursions);
            Map<Integer, Result> found = new HashMap<>();
            for (Relation relation : Traversal.upward(root)) {
                Result result = lineage.derive(relation);
                lineage.known.put(relation, result);
                if (relation instanceof Recursion recursion) {
                    found.put(recursion.number(), result);
                }
            }
            if (found.equals(recursions)) {
                return lineage.result(root);
            }
            recursions.putAll(found);
        }
    }

    private Result result(Relation relation) {
        return Optional.ofNullable(known.get(relation)).orElseThrow();
    }

    private Result derive(Relation relation) {
        List<Result> inputs = relation.inputs().stream().map(this::result).toList();
        if (relation instanceof Relation.Scan scan) {
            return new Result(
                    scan.read().stream().map(column -> origin(scan, column)).toList(), Set.of());
        }
        if (relation instanceof Relation.Recursed recursed) {
            return recursions.getOrDefault(recursed.recursion(), nothing(recursed));
        }
        if (relation instanceof Values || relation instanceof TableFunction) {
            return nothing(relation);
        }
        if (relation instanceof Join join) {
            return join.kind() == JoinKind.MARK ? marked(join, inputs) : joined(join, inputs);
        }
        if (relation instanceof AsOfJoin join) {
            return nearest(join, inputs);
        }
        if (relation instanceof PositionalJoin) {
            Result pairs = pairs(inputs);
            return pairs.chosenBy(pairs.row().all());
        }
        if (relation instanceof SetOperation operation) {
            return combined(operation, inputs);
        }
        if (relation instanceof Recursion recursion) {
            Result united = united(inputs);
            return recursion.all() ? united : united.decidedBy(united.columns());
        }
        return unary(relation, inputs.get(0));
    }

    private static Derivation origin(Relation.Scan scan, Column column) {
        return new Derivation(Set.of(new Origin(scan.table(), column.name())), Set.of());
    }

    private static Result nothing(Relation relation) {
        return new Result(
                relation.columns().stream().map(type -> Derivation.NOTHING).toList(), Set.of());
    }

    /** Left rows with right ones, whichever. */
    private static Result pairs(List<Result> inputs) {
        Result left = inputs.get(0);
        Result right = inputs.get(1);
        return new Result(left.columns(), Sets.union(left.rows(), right.rows())).followedBy(right.columns());
    }

    private static Result joined(Join join, List<Result> inputs) {
        Result pairs = pairs(inputs);
        Result joined = pairs.decidedBy(pairs.row().each(join.conditions()));
        return join.kind().givesRight() ? joined : joined.with(inputs.get(0).columns());
    }

    /** The rows are those of the left side: only the mark depends on the right one. */
    private static Result marked(Join join, List<Result> inputs) {
        Derivation mark = pairs(inputs).row().all(join.conditions());
        return inputs.get(0).followedBy(List.of(mark.chosenBy(inputs.get(1).rows())));
    }

    /** Of right rows that are equally near, their columns decide which one is meant, and so which others stay without a partner. */
    private static Result nearest(AsOfJoin join, List<Result> inputs) {
        Result right = inputs.get(1);
        List<Derivation> conditions = pairs(inputs).row().each(join.conditions());
        return join.kind() == JoinKind.INNER || join.kind() == JoinKind.LEFT
                ? pairs(List.of(inputs.get(0), right.chosenBy(right.row().all())))
                        .decidedBy(conditions)
                : pairs(inputs).decidedBy(conditions).decidedBy(right.columns());
    }

    /** Rows of the first input that stay or go are not made of those of the others. */
    private static Result combined(SetOperation operation, List<Result> inputs) {
        Result united = united(inputs);
        if (operation.kind() == SetOperation.Kind.UNION) {
            return operation.all() ? united : united.decidedBy(united.columns());
        }
        return united.decidedBy(united.columns()).with(inputs.get(0).columns());
    }

    private static Result united(List<Result> inputs) {
        List<Derivation> columns = new ArrayList<>(inputs.get(0).columns());
        Set<Origin> rows = new LinkedHashSet<>();
        for (Result input : inputs) {
            rows.addAll(input.rows());
            for (int i = 0; i < columns.size(); i++) {
                columns.set(i, columns.get(i).and(input.columns().get(i)));
            }
        }
        return new Result(columns, rows);
    }

    private static Result unary(Relation relation, Result input) {
        RowDerivation row = input.row();
        if (relation instanceof Project project) {
            return input.with(row.each(project.values()));
        }
        if (relation instanceof Filter filter) {
            return input.decidedBy(row.each(filter.conditions()));
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregated(aggregate, input);
        }
        if (relation instanceof Window window) {
            return input.followedBy(window.calls().stream().map(row::of).toList());
        }
        if (relation instanceof Unnest unnest) {
            List<Derivation> lists = row.each(unnest.lists());
            return input.followedBy(lists).decidedBy(lists);
        }
        if (relation instanceof Distinct || relation instanceof Sample) {
            return input.decidedBy(input.columns());
        }
        return picked(relation, input);
    }

    private static Result aggregated(Aggregate aggregate, Result input) {
        RowDerivation row = input.row();
        List<Derivation> groups = row.each(aggregate.groups());
        List<Derivation> columns = new ArrayList<>(groups);
        aggregate.calls().forEach(call -> columns.add(row.of(call)));
        aggregate.groupings().forEach(grouping -> columns.add(Derivation.NOTHING));
        return input.with(columns).decidedBy(groups);
    }

    /** How many rows there are does not depend on what is in them, but which they are. */
    private static Result picked(Relation relation, Result input) {
        RowDerivation row = input.row();
        if (relation instanceof Sort sort) {
            return input.chosenBy(row.all(sort.expressions()).used());
        }
        if (relation instanceof Limit limit) {
            boolean all = limit.offset() == 0 && limit.amount().equals(Limit.Amount.ALL);
            return all ? input : input.chosenBy(row.all());
        }
        if (relation instanceof DistinctOn first) {
            return input.decidedBy(row.each(first.targets())).chosenBy(row.all());
        }
        throw new IllegalArgumentException("nothing is known of " + relation.getClass());
    }
}
