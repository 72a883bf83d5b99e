package hindsight.relation.canonical;

import hindsight.relation.AggregateCall;
import hindsight.relation.Frame;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Window functions that depend on the order of rows get an order that leaves nothing open.
 *
 * <pre>
 * Window row_number() over (order by a)     →   Window row_number() over (order by a, b, c)
 *   Scan a, b, c                                  Scan a, b, c
 * </pre>
 *
 * What counts rows, by its meaning or by a ROWS frame, gets all columns behind the order of its window: rows that are alike in these
 * are interchangeable. A RANGE or GROUPS frame takes or leaves rows that tie all together, and more keys would change which do tie. So
 * functions that depend on the order within such a frame get an order of their arguments: {@code list(a order by b, a) over (order by
 * b)}; {@link OrderedEdges} can do without. Ranks and exact sums are left alone.
 *
 * <p>Two rows that are equal get their numbers in any order. Where a second function numbers rows by another order, it has to count the
 * first number as a column, or it would be open which two numbers meet in a row:
 *
 * <pre>
 * Window row_number() over (order by a),    →   Window row_number() over (order by b, a, #2)
 *        row_number() over (order by b)           Window row_number() over (order by a, b)
 *   Scan a, b                                       Scan a, b
 * </pre>
 */
final class OrderedWindows {
    private static final Set<String> PLACES = Set.of("row_number", "ntile", "lag", "lead");

    private final OrderedAggregates aggregates;
    private final Ties ties;

    OrderedWindows(OrderedAggregates aggregates, Ties ties) {
        this.aggregates = aggregates;
        this.ties = ties;
    }

    Relation apply(Relation relation) {
        return relation instanceof Window window ? ordered(window) : relation;
    }

    private Relation ordered(Window window) {
        boolean asks = window.calls().stream()
                .anyMatch(call -> call.orders().isEmpty() && (tellsRowsApart(call) || aggregates.isOpen(call.call())));
        Optional<InputOrder> order = asks ? InputOrder.of(window.input()) : Optional.empty();
        List<SortKey> given = order.map(InputOrder::keys).orElse(List.of());
        Relation input = order.map(InputOrder::relation).orElse(window.input());
        List<Integer> columns = new ArrayList<>(
                IntStream.range(0, window.input().columns().size()).boxed().toList());
        List<Integer> places =
                new ArrayList<>(Collections.nCopies(window.calls().size(), 0));
        Relation rows = input;
        for (List<Integer> stage : stages(window)) {
            Relation below = rows;
            List<WindowCall> calls = stage.stream()
                    .map(i -> completed(window.calls().get(i), below, columns, given))
                    .toList();
            for (int i = 0; i < stage.size(); i++) {
                places.set(stage.get(i), below.columns().size() + i);
                columns.add(below.columns().size() + i);
            }
            rows = new Window(below, calls);
        }
        boolean same = rows instanceof Window only
                && only.input() == input
                && only.calls().equals(window.calls());
        List<Integer> kept = new ArrayList<>(
                IntStream.range(0, window.input().columns().size()).boxed().toList());
        kept.addAll(places);
        return same ? window : Project.columns(rows, kept);
    }

    /** Positions of calls, those together that can be computed at once; the first stage has all that do not tell equal rows apart. */
    private static List<List<Integer>> stages(Window window) {
        Map<List<Object>, List<Integer>> stages = new LinkedHashMap<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < window.calls().size(); i++) {
            WindowCall call = window.calls().get(i);
            if (tellsRowsApart(call)) {
                List<Object> order = List.of(
                        call.partitions(),
                        call.orders(),
                        isPlace(call.call()) ? call.call().orders() : List.of());
                stages.computeIfAbsent(order, key -> new ArrayList<>()).add(i);
            } else {
                others.add(i);
            }
        }
        List<List<Integer>> all = new ArrayList<>(stages.values());
        if (all.isEmpty()) {
            return List.of(others);
        }
        all.get(0).addAll(others);
        Collections.sort(all.get(0));
        return all;
    }

    private WindowCall completed(WindowCall window, Relation input, List<Integer> columns, List<SortKey> given) {
        List<SortKey> declared = window.orders().isEmpty() ? given : window.orders();
        AggregateCall call = window.call();
        if (countsRows(window)) {
            List<SortKey> complete = ties.ofRows(input, columns, declared, window.partitions());
            return with(window, call.orders().isEmpty() ? call : aggregates.completed(call, List.of()), complete);
        }
        if (isPlace(call)) {
            List<SortKey> complete = ties.ofRows(input, columns, call.orders(), window.partitions());
            return with(window, OrderedAggregates.withOrders(call, complete), window.orders());
        }
        if (!aggregates.isOpen(call)
                || call.orders().isEmpty() && ties.isUnique(input, declared, window.partitions())) {
            return window;
        }
        return OrderedEdges.completed(window, declared)
                .orElseGet(() -> with(window, aggregates.completed(call, declared), window.orders()));
    }

    static WindowCall with(WindowCall window, AggregateCall call, List<SortKey> orders) {
        return new WindowCall(call, window.ignoreNulls(), window.partitions(), orders, window.frame());
    }

    /** Whether the order of the window decides which rows count. */
    static boolean countsRows(WindowCall window) {
        Frame frame = window.frame();
        boolean all = frame.start().edge() == Frame.Edge.UNBOUNDED_PRECEDING
                && frame.end().edge() == Frame.Edge.UNBOUNDED_FOLLOWING;
        boolean place = isPlace(window.call()) && window.call().orders().isEmpty();
        return place || frame.unit() == Frame.Unit.ROWS && !all;
    }

    /** Whether rows that are equal in all columns can get different results. */
    private static boolean tellsRowsApart(WindowCall window) {
        return countsRows(window) || isPlace(window.call());
    }

    private static boolean isPlace(AggregateCall call) {
        return PLACES.contains(call.function());
    }
}
