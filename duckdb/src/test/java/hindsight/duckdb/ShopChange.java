package hindsight.duckdb;

import hindsight.time.EffectiveRange;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** One change of primary facts of {@link LawfulShop}. */
sealed interface ShopChange {
    List<String> COLUMNS = List.of("d", "amt", "note");
    int DAYS = 60;

    /** Whether none of its units is one of another's. */
    boolean isApartFrom(ShopChange other);

    /** A change of some kind; values are never what they are already. */
    static ShopChange random(Random random, Map<Integer, Map<String, String>> orders, int number) {
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> Orders.random(random, orders, number);
            case 4, 5 -> Prices.random(random, number);
            case 6 -> Events.random(random, number);
            case 7, 8 -> Daily.random(random, number);
            case 9 -> Settings.random(random);
            default -> new Flat(number);
        };
    }

    /** @param rows by id: new values of columns; none: the row goes */
    record Orders(Map<Integer, Map<String, String>> rows) implements ShopChange {
        static Orders random(Random random, Map<Integer, Map<String, String>> orders, int number) {
            Map<Integer, Map<String, String>> rows = new TreeMap<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                int id = random.nextInt(10);
                Map<String, String> values = new HashMap<>();
                for (String column : COLUMNS) {
                    if (!orders.containsKey(id) || random.nextBoolean()) {
                        values.put(column, value(random, column, number));
                    }
                }
                Map<String, String> old = orders.getOrDefault(id, Map.of());
                values.entrySet().removeIf(value -> value.getValue().equals(old.get(value.getKey())));
                rows.put(id, values);
            }
            return new Orders(rows);
        }

        private static String value(Random random, String column, int number) {
            return switch (column) {
                case "d" -> Days.day(random.nextInt(DAYS)).toString();
                case "amt" -> Integer.toString(number);
                default -> List.of("a", "b", "c").get(random.nextInt(3));
            };
        }

        @Override
        public boolean isApartFrom(ShopChange other) {
            return !(other instanceof Orders orders)
                    || rows.entrySet().stream().allMatch(row -> {
                        Map<String, String> theirs = orders.rows.get(row.getKey());
                        return theirs == null
                                || !theirs.isEmpty()
                                        && !row.getValue().isEmpty()
                                        && Collections.disjoint(
                                                theirs.keySet(), row.getValue().keySet());
                    });
        }

        /** Whether it makes a row: rows that two changes make are no units of columns. */
        boolean makesOneOf(Orders other, Map<Integer, Map<String, String>> orders) {
            Set<Integer> both = new HashSet<>(rows.keySet());
            both.retainAll(other.rows.keySet());
            return both.stream().anyMatch(id -> !orders.containsKey(id));
        }

        /** What a load of kind changes says where these rows are there. */
        String csv(Map<Integer, Map<String, String>> orders) {
            StringBuilder text = new StringBuilder("op,id,d,amt,note\n");
            rows.forEach((id, values) -> {
                Map<String, String> row = new HashMap<>(orders.getOrDefault(id, Map.of()));
                row.putAll(values);
                text.append(values.isEmpty() ? "D" : "U").append(',').append(id);
                COLUMNS.forEach(column -> text.append(',').append(row.getOrDefault(column, "")));
                text.append('\n');
            });
            return text.toString();
        }

        Map<Integer, Map<String, String>> after(Map<Integer, Map<String, String>> orders) {
            Map<Integer, Map<String, String>> after = new TreeMap<>(orders);
            rows.forEach((id, values) -> {
                Map<String, String> row = new HashMap<>(orders.getOrDefault(id, Map.of()));
                row.putAll(values);
                after.put(id, row);
                if (values.isEmpty()) {
                    after.remove(id);
                }
            });
            return after;
        }
    }

    /** What an item costs from a day to before another. */
    record Prices(String item, int from, int to, int price) implements ShopChange {
        static Prices random(Random random, int number) {
            int from = random.nextInt(DAYS - 1);
            int to = from + 1 + random.nextInt(DAYS - from - 1);
            return new Prices(List.of("a", "b").get(random.nextInt(2)), from, to, number);
        }

        @Override
        public boolean isApartFrom(ShopChange other) {
            return !(other instanceof Prices prices)
                    || !prices.item.equals(item)
                    || prices.to <= from
                    || to <= prices.from;
        }
    }

    /** Rows of a bag. */
    record Events(String note, int times, int number) implements ShopChange {
        static Events random(Random random, int number) {
            return new Events(List.of("a", "b", "c").get(random.nextInt(3)), 1 + random.nextInt(3), number);
        }

        @Override
        public boolean isApartFrom(ShopChange other) {
            return true;
        }
    }

    /** Another rate for a range of days. */
    record Daily(EffectiveRange range, int rate) implements ShopChange {
        static Daily random(Random random, int number) {
            int from = random.nextInt(DAYS - 1);
            EffectiveRange since = Days.since(from);
            return new Daily(
                    random.nextBoolean()
                            ? since
                            : new EffectiveRange(
                                    since.from(),
                                    Days.day(from + 1 + random.nextInt(DAYS - from))
                                            .atStartOfDay()),
                    number);
        }

        @Override
        public boolean isApartFrom(ShopChange other) {
            return !(other instanceof Daily daily)
                    || range.intersect(daily.range).isEmpty();
        }
    }

    /** What the file of a model says beside its SQL. */
    record Settings(String header) implements ShopChange {
        private static final List<String> KEYS = List.of("id", "id, d", "d, id", "note, id", "id, note, d");
        private static final List<String> REST = List.of("", "effective: d\n", "materialized: view\n");

        static Settings random(Random random) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            return new Settings("key: [" + key + "]\n" + REST.get(random.nextInt(REST.size())));
        }

        @Override
        public boolean isApartFrom(ShopChange other) {
            return !(other instanceof Settings);
        }
    }

    /** Another logic of a model without sections. */
    record Flat(int rate) implements ShopChange {
        @Override
        public boolean isApartFrom(ShopChange other) {
            return !(other instanceof Flat);
        }
    }
}
