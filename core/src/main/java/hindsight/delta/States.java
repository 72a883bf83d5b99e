package hindsight.delta;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Relations over the old or the new rows of their inputs. */
final class States {
    /** A derived query of more operators costs more to plan than it saves. */
    static final int MOST = 600;

    private static final Expression ZERO = new Expression.Constant("0", DataType.BIGINT);

    private final Map<String, InputChange> changed;
    private final ClockMove clock;
    private final IdentityHashMap<Relation, List<Lookup>> known = new IdentityHashMap<>();
    private int size;

    /** @param changed by the folded names of the inputs that have a diff */
    States(Map<String, InputChange> changed, ClockMove clock) {
        this.changed = Map.copyOf(changed);
        this.clock = clock;
    }

    ClockMove clock() {
        return clock;
    }

    /** Whether rows of it can change: whether it reads an input that has a diff, or a clock that moved. */
    boolean canChange(Relation relation) {
        return Traversal.upward(relation).stream()
                .anyMatch(part -> part instanceof Relation.Scan scan ? hasDiff(scan) : clock.moves(part));
    }

    boolean hasDiff(Relation.Scan scan) {
        return changed.containsKey(Name.folded(scan.table()));
    }

    /** Whether the side of every input can be read as it stands, so that an engine looks up rows of it well. */
    boolean isPlain(Relation relation, Side side) {
        return Traversal.scans(relation).stream().allMatch(scan -> !hasDiff(scan) || of(scan).reads(side));
    }

    private InputChange of(Relation.Scan scan) {
        return Objects.requireNonNull(changed.get(Name.folded(scan.table())));
    }

    /**
     * The relation over one side of its inputs and of the clock. All of it is copied: what two derived relations read is not shared, so
     * that the engine can compute the part of it that each of them needs.
     */
    Relation of(Relation relation, Side side) {
        IdentityHashMap<Relation, Relation> copies = new IdentityHashMap<>();
        for (Relation part : Traversal.upward(relation)) {
            grow();
            List<Relation> inputs = part.inputs().stream().map(copies::get).toList();
            copies.put(
                    part,
                    part instanceof Relation.Scan scan
                            ? rows(scan, side, UnaryOperator.identity())
                            : clock.at(part, side).over(inputs));
        }
        return Objects.requireNonNull(copies.get(relation));
    }

    /** @throws TooLargeException when there are too many operators */
    void grow() {
        size++;
        if (size > MOST) {
            throw new TooLargeException();
        }
    }

    /**
     * Some rows of one side of an input. If its head has the other side, what came is left out, and what went is there still.
     *
     * <pre>
     * Scan t, old        UNION ALL
     *                      Join ANTI _version = _version
     *              →         Scan t#head
     *                        Scan t#diff, added
     *                      Scan t#diff, retracted
     * </pre>
     *
     * @param part picks rows of a relation whose first columns are those of the scan
     */
    private Relation rows(Relation.Scan scan, Side side, UnaryOperator<Relation> part) {
        if (!hasDiff(scan)) {
            return part.apply(new Relation.Scan(scan.table(), scan.read()));
        }
        InputChange change = of(scan);
        if (change == InputChange.BOTH_SIDES) {
            return part.apply(new Relation.Scan(side.of(scan.table()), scan.read()));
        }
        if (change.reads(side)) {
            return part.apply(new Relation.Scan(Side.HEAD.of(scan.table()), scan.read()));
        }
        Relation head = part.apply(new Relation.Scan(Side.HEAD.of(scan.table()), with(scan.read(), Side.VERSION)));
        return apart(scan, side, head, part);
    }

    /**
     * The rows of one side of an input that are among keys. What both sides have of the head is looked up once.
     *
     * @param keys of at least one column
     */
    Relation rows(Relation.Scan scan, Side side, Keys keys) {
        if (hasDiff(scan) && of(scan) == InputChange.BOTH_SIDES) {
            return rows(scan, side, keys::semiJoin);
        }
        Relation found = found(scan, keys);
        if (!hasDiff(scan)) {
            return found;
        }
        return of(scan).reads(side) ? first(found, scan.read().size()) : apart(scan, side, found, keys::semiJoin);
    }

    /** Rows of an input as it stands; with their versions where it has a diff. */
    private Relation found(Relation.Scan scan, Keys keys) {
        List<Lookup> lookups = known.computeIfAbsent(scan, one -> new ArrayList<>());
        for (Lookup lookup : lookups) {
            if (lookup.keys().isSame(keys)) {
                return lookup.found();
            }
        }
        Relation rows = hasDiff(scan)
                ? new Relation.Scan(Side.HEAD.of(scan.table()), with(scan.read(), Side.VERSION))
                : new Relation.Scan(scan.table(), scan.read());
        Relation found = keys.semiJoin(rows);
        lookups.add(new Lookup(keys, found));
        return found;
    }

    /** Rows that were looked up by keys. */
    private record Lookup(Keys keys, Relation found) {}

    /** The rows of the side that the head does not have, given some of the head's. */
    private Relation apart(Relation.Scan scan, Side side, Relation head, UnaryOperator<Relation> part) {
        Comparator inHead = side == Side.OLD ? Comparator.GREATER : Comparator.LESS;
        int width = scan.read().size();
        Relation gone = Project.columns(diff(scan, List.of(), inHead), List.of(1));
        Expression version = new Reference(width, DataType.BIGINT);
        Expression other = new Reference(width + 1, DataType.BIGINT);
        Relation kept = new Join(
                JoinKind.ANTI, head, gone, List.of(new Expression.Comparison(Comparator.EQUAL, version, other)));
        Relation apart = part.apply(diff(scan, scan.read(), inHead.mirrored()));
        return Weights.together(List.of(first(kept, width), first(apart, width)));
    }

    /** Some columns, weight and version of the rows whose weight compares so with 0. */
    private static Relation diff(Relation.Scan scan, List<Column> columns, Comparator comparator) {
        Relation all = new Relation.Scan(Side.DIFF.of(scan.table()), with(with(columns, Side.WEIGHT), Side.VERSION));
        Expression weight = new Reference(columns.size(), DataType.BIGINT);
        return new Filter(all, List.of(new Expression.Comparison(comparator, weight, ZERO)));
    }

    private static List<Column> with(List<Column> columns, String name) {
        List<Column> more = new ArrayList<>(columns);
        more.add(new Column(name, DataType.BIGINT));
        return more;
    }

    private static Relation first(Relation relation, int width) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(i);
        }
        return Project.columns(relation, columns);
    }
}
