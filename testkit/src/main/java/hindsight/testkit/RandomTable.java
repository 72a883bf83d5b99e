package hindsight.testkit;

import hindsight.project.LoadKind;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes up loads for one table. Its columns widen and become more as time goes by. */
public final class RandomTable {
    private static final int KEYS = 12;
    private static final List<String> TEXTS =
            List.of("", "Bonn", "Köln", "it's", "\"x,y\"", "NULL", "  ", "a\nb", "東京");
    private static final List<String> AMOUNTS = List.of("INTEGER", "BIGINT", "DECIMAL(22,2)");

    private final Random random;
    private final List<String> key;
    private int amount;
    private boolean timestamps;
    private int extras;

    /** @param key of {@code id} and {@code region}; empty: a bag */
    public RandomTable(Random random, List<String> key) {
        this.random = random;
        this.key = List.copyOf(key);
    }

    /** One that goes on from here by itself. */
    public RandomTable fork() {
        RandomTable fork = new RandomTable(random, key);
        fork.amount = amount;
        fork.timestamps = timestamps;
        fork.extras = extras;
        return fork;
    }

    public List<String> key() {
        return key;
    }

    /** The columns as the next load has them. */
    public Schema schema() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", DataType.INTEGER),
                new Column("region", DataType.VARCHAR),
                new Column("city", DataType.VARCHAR),
                new Column("amount", new DataType(AMOUNTS.get(amount))),
                new Column("day", timestamps ? DataType.TIMESTAMP : DataType.DATE),
                new Column("score", DataType.DOUBLE),
                new Column("ok", DataType.BOOLEAN)));
        for (int i = 1; i <= extras; i++) {
            columns.add(new Column("extra " + i, DataType.VARCHAR));
        }
        return new Schema(columns);
    }

    /**
     * A load of a random kind that the table can take.
     *
     * @param now what is there
     */
    public RandomLoad next(Bag now) {
        evolve();
        LoadKind kind = kind();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        if (kind == LoadKind.SNAPSHOT) {
            now.counts().keySet().stream().filter(row -> random.nextInt(4) > 0).forEach(row -> rows.add(values(row)));
        }
        int fresh = random.nextInt(6);
        for (int i = 0; i < fresh; i++) {
            rows.add(row());
        }
        if (kind == LoadKind.CHANGES) {
            rows.forEach(row -> row.put("op", List.of("I", "U", "D").get(random.nextInt(3))));
        }
        return new RandomLoad(kind, schema(), key.isEmpty() ? rows : oneForEachKey(rows));
    }

    private void evolve() {
        switch (random.nextInt(20)) {
            case 0 -> amount = Math.min(amount + 1, AMOUNTS.size() - 1);
            case 1 -> timestamps = true;
            case 2 -> extras = Math.min(extras + 1, 3);
            default -> {}
        }
    }

    private LoadKind kind() {
        return key.isEmpty()
                ? List.of(LoadKind.APPEND, LoadKind.SNAPSHOT).get(random.nextInt(2))
                : List.of(LoadKind.UPSERT, LoadKind.CHANGES, LoadKind.SNAPSHOT).get(random.nextInt(3));
    }

    private List<Map<String, @Nullable Object>> oneForEachKey(List<Map<String, @Nullable Object>> rows) {
        return List.copyOf(rows.stream()
                .collect(Collectors.toMap(
                        row -> key.stream()
                                .map(name -> String.valueOf(row.get(name)))
                                .toList(),
                        row -> row,
                        (first, last) -> last,
                        LinkedHashMap::new))
                .values());
    }

    private Map<String, @Nullable Object> row() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", (long) random.nextInt(KEYS));
        row.put("region", List.of("north", "so,uth", "\"").get(random.nextInt(3)));
        row.put("city", orNull(TEXTS.get(random.nextInt(TEXTS.size()))));
        row.put("amount", orNull(amount()));
        row.put(
                "day",
                orNull(LocalDate.of(2025, 3, 1).plusDays(random.nextInt(4)).toString()));
        row.put("score", orNull(random.nextInt(8) / 4.0));
        row.put("ok", orNull(random.nextBoolean()));
        for (int i = 1; i <= extras; i++) {
            row.put("extra " + i, orNull(TEXTS.get(random.nextInt(TEXTS.size()))));
        }
        return row;
    }

    private Object amount() {
        long whole = random.nextInt(10);
        return switch (amount) {
            case 0 -> whole;
            case 1 -> whole * 10_000_000_000L;
            default -> BigDecimal.valueOf(whole * 25, 2);
        };
    }

    private @Nullable Object orNull(Object value) {
        return random.nextInt(5) == 0 ? null : value;
    }

    /** A row that is there, as it would be loaded again. */
    private Map<String, @Nullable Object> values(ReplayRow row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column column : schema().columns()) {
            String text = row.cells().get(column.name());
            values.put(column.name(), text == null ? null : value(column, text));
        }
        return values;
    }

    private static Object value(Column column, String text) {
        return switch (column.type().family()) {
            case INTEGER, DECIMAL -> new BigDecimal(text);
            case FLOATING -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TEXT, DATE_TIME, ZONED, OTHER -> text;
        };
    }
}
