package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * An aggregate whose groups can be kept in a table of their own, the state, because a change of its input can be added to them: sums of
 * exact numbers, and counts. The state is an aggregate by all groups, which also counts the rows of each group and what is not NULL
 * among the terms of each sum.
 *
 * <pre>
 * Aggregate by k: sum(a)        Project k, sum(a)
 *   R                      →      Scan state: k, sum(a), count(*), count(a)
 * </pre>
 *
 * @param number of the state among those that the query could have; the same for the same query
 * @param whole the state over tables
 * @param state the state over tables and other states that are kept
 */
public record KeptAggregate(int number, Aggregate whole, Aggregate state) {
    private static final String ROWS = "count_star";
    private static final String COUNT = "count";
    private static final String SUM = "sum";

    /** Whether changes can be added to what an aggregate gives. */
    static boolean canKeep(Aggregate aggregate) {
        List<Relation> below = Traversal.upward(aggregate);
        return aggregate.calls().stream().allMatch(KeptAggregate::isAdditive)
                && below.stream().anyMatch(Relation.Scan.class::isInstance)
                && below.stream().noneMatch(Relation.Recursed.class::isInstance);
    }

    /** Whether changes can be added to what a call gives. */
    static boolean isAdditive(AggregateCall call) {
        if (call.distinct() || !call.orders().isEmpty()) {
            return false;
        }
        return switch (call.function()) {
            case ROWS -> call.arguments().isEmpty();
            case COUNT -> call.arguments().size() == 1;
            case SUM -> isExact(call.arguments().get(0).type()) && isExact(call.type());
            default -> false;
        };
    }

    private static boolean isExact(DataType type) {
        return type.family() == TypeFamily.INTEGER || type.family() == TypeFamily.DECIMAL;
    }

    /** The aggregate that a state is made by. */
    static Aggregate stateOf(Aggregate aggregate) {
        List<AggregateCall> calls = new ArrayList<>(aggregate.calls());
        addTo(calls, rows());
        aggregate.calls().stream().filter(call -> call.function().equals(SUM)).forEach(sum -> addTo(calls, terms(sum)));
        List<Integer> all =
                IntStream.range(0, aggregate.groups().size()).boxed().toList();
        return new Aggregate(aggregate.input(), aggregate.groups(), List.of(all), calls, List.of());
    }

    private static void addTo(List<AggregateCall> calls, AggregateCall call) {
        if (!calls.contains(call)) {
            calls.add(call);
        }
    }

    /** How many rows a group has. */
    static AggregateCall rows() {
        return new AggregateCall(ROWS, List.of(), false, List.of(), List.of(), DataType.BIGINT);
    }

    /** How many values a sum adds. */
    static AggregateCall terms(AggregateCall sum) {
        return new AggregateCall(COUNT, sum.arguments(), false, List.of(), sum.conditions(), DataType.BIGINT);
    }

    /** The name under which queries read the state; no table of a user is named so. */
    public String table() {
        return "#state" + number;
    }

    /** The query that gives all rows of the state. */
    public BoundQuery query() {
        return new BoundQuery(whole, names());
    }

    List<String> names() {
        return IntStream.rangeClosed(1, whole.columns().size())
                .mapToObj(i -> "c" + i)
                .toList();
    }

    List<Column> columns() {
        List<String> names = names();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Column(names.get(i), whole.columns().get(i)))
                .toList();
    }

    /** Folded names of the tables, and of the other states, that it is made of. */
    public Set<String> inputs() {
        return columnsRead(state).keySet();
    }

    /** Which columns of tables it is made of, by folded name of the table. */
    public Map<String, Set<String>> reads() {
        return columnsRead(whole);
    }

    private static Map<String, Set<String>> columnsRead(Relation relation) {
        Map<String, Set<String>> reads = new TreeMap<>();
        for (Relation.Scan scan : Traversal.scans(relation)) {
            Set<String> columns = reads.computeIfAbsent(Name.folded(scan.table()), table -> new TreeSet<>());
            scan.read().forEach(column -> columns.add(Name.folded(column.name())));
        }
        return reads;
    }

    /**
     * How the rows of the state change, as {@link Side#DIFF} of its table has them.
     *
     * @param changed by the folded names of the tables and states that have a diff
     * @param clock what old and new rows see as now
     * @param base which side the head of the state has
     */
    public Derived change(Map<String, InputChange> changed, ClockMove clock, InputChange base) {
        return Derivation.ofState(this, changed, clock, base);
    }

    /**
     * Whether a moved clock decides no more than which rows are added up. Where it decides their groups or values, too, a row that did
     * not change would have to be taken from one sum and added to another.
     */
    public boolean isAdditive(ClockMove clock) {
        return !clock.moves(state);
    }

    /** The rows of an aggregate, read from its state. */
    Relation rowsOf(Aggregate aggregate) {
        Relation scan = new Relation.Scan(table(), columns());
        int groups = aggregate.groups().size();
        List<Expression> values = new ArrayList<>();
        if (aggregate.isPlain()) {
            values.addAll(Weights.references(
                    scan.columns().subList(0, groups + aggregate.calls().size()), 0));
            aggregate.groupings().forEach(grouping -> values.add(StateChange.zero(DataType.BIGINT)));
            return new Project(scan, values);
        }
        Map<Integer, DataType> counts = new HashMap<>();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            boolean sum = call.function().equals(SUM);
            Expression part = new Reference(groups + calls.size(), call.type());
            if (!sum) {
                counts.put(calls.size(), call.type());
            }
            calls.add(new AggregateCall(
                    SUM, List.of(part), false, List.of(), List.of(), sum ? call.type() : StateChange.HUGE));
        }
        List<Expression> keys = Weights.references(scan.columns().subList(0, groups), 0);
        Relation together = new Aggregate(scan, keys, aggregate.sets(), calls, aggregate.groupings());
        List<Expression> all = Weights.references(together.columns(), 0);
        counts.forEach((call, type) -> {
            Expression sum =
                    new Expression.Coalesce(List.of(all.get(groups + call), StateChange.zero(StateChange.HUGE)));
            all.set(groups + call, new Expression.Cast(sum, type, false));
        });
        return new Project(together, all);
    }
}
