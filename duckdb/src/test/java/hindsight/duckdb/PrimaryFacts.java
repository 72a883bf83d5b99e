package hindsight.duckdb;

import hindsight.merge.ConflictPolicy;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of orders and events and the logic of models as of a commit, kept whole. */
record PrimaryFacts(Map<Integer, Order> orders, Map<String, Integer> events, Map<String, Timeline<String>> logic) {
    static final PrimaryFacts NONE = new PrimaryFacts(Map.of(), Map.of(), Map.of());

    /** Of all orders that there can be. */
    static final int IDS = 8;

    /** Of all events that there can be. */
    static final List<String> NOTES = List.of("a", "b", "c");

    PrimaryFacts {
        orders = Map.copyOf(orders);
        events = Map.copyOf(events);
        logic = Map.copyOf(logic);
    }

    /** A row of orders but its id; the day is counted from the first of 2025. */
    record Order(int day, int amt, String note) {}

    PrimaryFacts withOrders(Map<Integer, Order> rows) {
        return new PrimaryFacts(rows, events, logic);
    }

    PrimaryFacts withEvents(Map<String, Integer> rows) {
        return new PrimaryFacts(orders, rows, logic);
    }

    PrimaryFacts withLogic(String model, Timeline<String> inForce) {
        Map<String, Timeline<String>> all = new HashMap<>(logic);
        all.put(model, inForce);
        return new PrimaryFacts(orders, events, all);
    }

    /** A SELECT of the orders. */
    String ordersSql() {
        List<String> values = new ArrayList<>(List.of("(NULL::INTEGER, NULL::DATE, NULL::DECIMAL(12,2), '')"));
        orders.forEach((id, row) -> values.add("(" + id + ", DATE '2025-01-01' + " + row.day + ", " + row.amt
                + "::DECIMAL(12,2), '" + row.note + "')"));
        return "SELECT * FROM (VALUES " + String.join(", ", values) + ") t(id, d, amt, note) WHERE id IS NOT NULL";
    }

    /** A SELECT of the events. */
    String eventsSql() {
        List<String> values = new ArrayList<>(List.of("SELECT '' AS note FROM range(0)"));
        events.forEach((note, count) -> values.add("SELECT '" + note + "' AS note FROM range(" + count + ")"));
        return String.join(" UNION ALL ", values);
    }

    /** The orders as {@link ShopFolder#rows} tells them. */
    List<String> shownOrders() {
        List<String> shown = new ArrayList<>();
        orders.forEach((id, row) -> shown.add(id + " " + Days.day(row.day) + " " + row.amt + ".00 " + row.note));
        shown.sort(null);
        return shown;
    }

    /** The events as {@link ShopFolder#rows} tells them. */
    List<String> shownEvents() {
        List<String> shown = new ArrayList<>();
        events.forEach((note, count) -> shown.addAll(Collections.nCopies(count, note)));
        shown.sort(null);
        return shown;
    }

    /** Three states merged value by value. */
    static final class Merged {
        private final ConflictPolicy policy;
        private boolean clash;
        private PrimaryFacts facts;

        boolean clashes() {
            return clash;
        }

        PrimaryFacts facts() {
            return facts;
        }

        private Merged(ConflictPolicy policy, PrimaryFacts ours) {
            this.policy = policy;
            this.facts = ours;
        }

        static Merged of(PrimaryFacts base, PrimaryFacts theirs, PrimaryFacts ours, ConflictPolicy policy) {
            Merged merged = new Merged(policy, ours);
            Map<Integer, Order> orders = new HashMap<>(ours.orders);
            for (int id = 0; id < IDS; id++) {
                Order row = merged.order(base.orders.get(id), theirs.orders.get(id), ours.orders.get(id));
                if (row == null) {
                    orders.remove(id);
                } else {
                    orders.put(id, row);
                }
            }
            Map<String, Integer> events = new HashMap<>(ours.events);
            for (String note : NOTES) {
                int gone = base.events.getOrDefault(note, 0) - theirs.events.getOrDefault(note, 0);
                int there = ours.events.getOrDefault(note, 0);
                boolean lacking = gone > there;
                merged.clash |= lacking;
                events.put(note, lacking ? policy == ConflictPolicy.FORCE ? 0 : there : there - gone);
            }
            events.values().removeIf(count -> count == 0);
            Map<String, Timeline<String>> logic = new HashMap<>();
            ours.logic.forEach((model, timeline) -> logic.put(
                    model,
                    base.logic
                            .get(model)
                            .beside(theirs.logic.get(model), (b, t) -> List.of(b, t))
                            .beside(timeline, (pair, own) -> merged.value(pair.get(0), pair.get(1), own))));
            merged.facts = new PrimaryFacts(orders, events, logic);
            return merged;
        }

        private <T> T value(T base, T theirs, T ours) {
            if (base.equals(theirs) || ours.equals(theirs)) {
                return ours;
            }
            if (ours.equals(base)) {
                return theirs;
            }
            clash = true;
            return policy == ConflictPolicy.FORCE ? theirs : ours;
        }

        private Order order(Order base, Order theirs, Order ours) {
            if (Objects.equals(base, theirs)) {
                return ours;
            }
            if (base != null && theirs != null && ours != null) {
                return new Order(
                        value(base.day, theirs.day, ours.day),
                        value(base.amt, theirs.amt, ours.amt),
                        value(base.note, theirs.note, ours.note));
            }
            boolean pending = Objects.equals(ours, base);
            boolean done = Objects.equals(ours, theirs) || base != null && theirs == null && ours == null;
            if (!pending && !done) {
                clash = true;
                return policy == ConflictPolicy.FORCE ? theirs : ours;
            }
            return theirs;
        }
    }
}
