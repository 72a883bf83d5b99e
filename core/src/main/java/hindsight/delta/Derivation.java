package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Derives how the rows of relations change, from the bottom up, as relations over {@link Side sides} of the inputs. Rows of a change
 * have a weight behind their columns, as Z-sets have (Budiu and others, DBSP, 2023).
 */
public final class Derivation {
    private final States states;
    private final IdentityHashMap<Relation, Optional<Relation>> known = new IdentityHashMap<>();

    private Derivation(Map<String, InputChange> changed, ClockMove clock) {
        this.states = new States(changed, clock);
    }

    /**
     * The net diff of a query's rows.
     *
     * @param changed by the folded names of the inputs that have a diff
     * @param clock what old and new rows see as now
     */
    public static Derived change(BoundQuery query, Map<String, InputChange> changed, ClockMove clock) {
        Derivation derivation = new Derivation(changed, clock.over(query.relation()));
        List<String> names = new ArrayList<>(query.names());
        names.add(Side.WEIGHT);
        try {
            Relation root = derivation.simple(query.relation());
            boolean net = derivation.isNet(root);
            return (net ? derivation.change(root) : derivation.addends(root))
                    .map(rows -> net ? rows : Weights.net(rows))
                    .<Derived>map(rows -> new Derived.Change(new BoundQuery(Normalizer.tidy(rows), names)))
                    .orElseGet(Derived.Nothing::new);
        } catch (TooLargeException tooLarge) {
            return new Derived.Refused("its change would be " + tooLarge.getMessage());
        }
    }

    /** Whether finding what a moved clock changes takes about as much as computing all rows of a query. */
    public static boolean isUnbounded(BoundQuery query, ClockMove clock) {
        return ClockApart.isUnbounded(query.relation(), clock.over(query.relation()));
    }

    /**
     * The queries by which rows are computed anew for touched keys. They do not compare values of one computation with those of another.
     *
     * @param changed by the folded names of the inputs that have a diff
     * @param clock what old and new rows see as now
     * @param usable positions of the query's columns that may be keys
     * @return empty where no columns of the query are keys of a part of it, or nothing that it reads changed
     */
    public static Optional<KeyedQueries> keyed(
            BoundQuery query, Map<String, InputChange> changed, ClockMove clock, Predicate<Integer> usable) {
        Derivation derivation = new Derivation(changed, clock.over(query.relation()));
        Relation root = derivation.simple(query.relation());
        List<Integer> columns = Anchors.of(root);
        if (columns.isEmpty() || !columns.stream().allMatch(usable)) {
            return Optional.empty();
        }
        List<Expression> values = columns.stream()
                .<Expression>map(column ->
                        new Expression.Reference(column, root.columns().get(column)))
                .toList();
        List<Column> names = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            names.add(new Column("k" + i, values.get(i).type()));
        }
        try {
            Relation scan = new Relation.Scan(KeyedQueries.KEYS, names);
            Relation rows = derivation.restriction(Side.NEW).of(root, Keys.of(scan, values));
            return new Touched(derivation)
                    .of(root, values)
                    .map(touched -> new KeyedQueries(
                            new BoundQuery(
                                    Normalizer.tidy(touched),
                                    names.stream().map(Column::name).toList()),
                            new BoundQuery(Normalizer.tidy(rows), query.names()),
                            columns));
        } catch (TooLargeException tooLarge) {
            return Optional.empty();
        }
    }

    static Derived ofState(KeptAggregate kept, Map<String, InputChange> changed, ClockMove clock, InputChange base) {
        if (!kept.isAdditive(clock)) {
            return new Derived.Refused("what it adds up follows the clock");
        }
        Derivation derivation = new Derivation(changed, clock.over(kept.state()));
        Relation input = derivation.simple(kept.state().input());
        try {
            return derivation
                    .addends(input)
                    .<Derived>map(rows -> {
                        BoundQuery query = new StateChange(kept, base).query(rows);
                        return new Derived.Change(new BoundQuery(Normalizer.tidy(query.relation()), query.names()));
                    })
                    .orElseGet(Derived.Nothing::new);
        } catch (TooLargeException tooLarge) {
            return new Derived.Refused("its change would be " + tooLarge.getMessage());
        }
    }

    /** A change that is to be added up: what cancels out there need not be looked for before, where nothing is looked up with it. */
    private Optional<Relation> addends(Relation relation) {
        if (relation instanceof Relation.Scan scan && states.canChange(scan)) {
            return Optional.of(ScanChange.all(scan));
        }
        boolean rowwise = relation instanceof Filter || relation instanceof Project;
        return rowwise && !clock().moves(relation)
                ? addends(relation.inputs().get(0)).map(rows -> RowwiseChange.of(relation, rows))
                : change(relation);
    }

    /** The weighted rows by which the new rows differ from the old ones, not always net; empty where nothing can change. */
    Optional<Relation> change(Relation relation) {
        Optional<Relation> change = known.get(relation);
        if (change == null) {
            change = states.canChange(relation) ? Optional.of(derived(relation)) : Optional.empty();
            change.ifPresent(rows -> check(relation, rows));
            known.put(relation, change);
        }
        return change;
    }

    /** Whether a relation's change is net by itself. */
    private boolean isNet(Relation relation) {
        return relation instanceof Filter filter
                ? isNet(filter.input()) && !clock().moves(filter)
                : relation instanceof Relation.Scan
                        || relation instanceof Aggregate
                        || relation instanceof Window
                        || relation instanceof Distinct
                        || relation instanceof DistinctOn;
    }

    private static void check(Relation relation, Relation change) {
        List<DataType> expected = new ArrayList<>(relation.columns());
        expected.add(DataType.BIGINT);
        if (!change.columns().equals(expected)) {
            throw new IllegalStateException("a change of " + change.columns() + " for rows of " + relation.columns());
        }
    }

    private Relation simple(Relation root) {
        return Shapes.simple(ClockApart.apart(root, clock()));
    }

    ClockMove clock() {
        return states.clock();
    }

    boolean canChange(Relation relation) {
        return states.canChange(relation);
    }

    /** The old or the new rows. */
    Relation state(Relation relation, Side side) {
        return states.of(relation, side);
    }

    Restriction restriction(Side side) {
        return new Restriction(states, side);
    }

    private Relation derived(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return ScanChange.of(scan);
        }
        return clock().moves(relation) ? timed(relation) : followed(relation);
    }

    /** Of an operator that evaluates something else than it did. */
    private Relation timed(Relation relation) {
        if (relation instanceof Filter filter) {
            return TimedFilterChange.of(filter, this);
        }
        return relation instanceof Project project
                ? TimedProjectChange.of(project, this)
                : KeyedChange.of(relation, List.of(), this);
    }

    /** Of an operator whose rows change with those of its inputs alone. */
    private Relation followed(Relation relation) {
        if (relation instanceof Filter
                || relation instanceof Project
                || relation instanceof Unnest
                || relation instanceof Sort) {
            return RowwiseChange.of(relation, change(relation.inputs().get(0)).orElseThrow());
        }
        if (relation instanceof Join join && join.kind() == JoinKind.INNER) {
            return InnerJoinChange.of(join, this);
        }
        if (relation instanceof Join join && join.kind() == JoinKind.LEFT) {
            return LeftJoinChange.of(join, this);
        }
        if (relation instanceof Join join
                && join.kind() == JoinKind.SINGLE
                && states.canChange(join.left())
                && states.canChange(join.right())) {
            return SingleJoinChange.of(
                    join,
                    change(join.left()).orElseThrow(),
                    change(join.right()).orElseThrow(),
                    this);
        }
        if (relation instanceof Join join && !join.kind().padsLeft()) {
            return LookupJoinChange.of(join, join.left(), join.right(), Matches.of(join), this);
        }
        if (relation instanceof AsOfJoin join && !join.kind().padsLeft()) {
            return LookupJoinChange.of(join, join.left(), join.right(), Matches.of(join), this);
        }
        if (relation instanceof SetOperation operation) {
            return SetChange.of(operation, this);
        }
        return KeyedChange.of(relation, keys(relation), this);
    }

    /** What tells apart rows that are computed together from others; none where all are. */
    private static List<Expression> keys(Relation relation) {
        if (relation instanceof Aggregate aggregate && aggregate.isPlain()) {
            return aggregate.groups();
        }
        if (relation instanceof Window window) {
            return Partitions.common(window);
        }
        if (relation instanceof DistinctOn choice) {
            return choice.targets();
        }
        if (relation instanceof Distinct distinct) {
            return Weights.references(distinct.columns(), 0);
        }
        return List.of();
    }
}
