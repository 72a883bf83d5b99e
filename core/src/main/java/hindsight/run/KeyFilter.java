package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A condition that picks the row of one key, its values read as the columns' types. */
final class KeyFilter {
    private final TableMemory table;

    KeyFilter(TableMemory table) {
        this.table = table;
    }

    /**
     * SQL that is true for rows of that key.
     *
     * @param key as a user wrote it
     * @param store reads values whose form only the engine knows
     * @throws UsageException when it does not give a value for exactly each of the key's columns
     */
    String sql(String key, Store store, Instant clock) {
        return values(key, store, clock).entrySet().stream()
                .map(value -> Identifier.quote(value.getKey().name()) + " = " + value.getValue())
                .collect(Collectors.joining(" AND "));
    }

    /**
     * SQL of the value of each column of the key.
     *
     * @throws UsageException as {@link #sql}
     */
    Map<Column, String> values(String text, Store store, Instant clock) {
        List<String> key = table.definition().key();
        if (key.isEmpty()) {
            throw new UsageException(Problem.error(
                    "no-key",
                    "Cannot find a row of " + table.name() + " by key: it has none",
                    "Say which rows you mean with --where SQL."));
        }
        Map<String, String> values = KeyText.parse(text, form());
        values.keySet().stream()
                .filter(name -> key.stream().noneMatch(part -> Name.same(part, name)))
                .findFirst()
                .ifPresent(name -> {
                    throw wrongColumns(name + " is not part of it");
                });
        Map<Column, String> found = new LinkedHashMap<>();
        for (String part : key) {
            String value = values.entrySet().stream()
                    .filter(entry -> Name.same(entry.getKey(), part))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> wrongColumns(part + " is missing"));
            Column column = table.definition().schema().column(part).orElseThrow();
            found.put(column, value(column, value, store, clock));
        }
        return found;
    }

    private UsageException wrongColumns(String reason) {
        return new UsageException(Problem.error(
                "wrong-key",
                "Cannot find a row of " + table.name() + ": its key is "
                        + String.join(", ", table.definition().key()) + ", and " + reason,
                "Write " + form() + ", or pick rows by other columns with --where SQL."));
    }

    private String form() {
        return table.definition().key().stream().map(name -> name + "=…").collect(Collectors.joining(","));
    }

    /** Numbers are compared as they are, since a cast would round 1.5 to an integer's 2. */
    private String value(Column column, String text, Store store, Instant clock) {
        return switch (column.type().family()) {
            case INTEGER, DECIMAL -> number(column, text);
            case TEXT -> Literal.string(text);
            case FLOATING, BOOLEAN, DATE_TIME, ZONED, OTHER -> {
                String read = "TRY_CAST(" + Literal.string(text) + " AS " + column.type() + ")";
                if (isNull(read, store, clock)) {
                    throw unreadable(column, text);
                }
                yield read;
            }
        };
    }

    private static String number(Column column, String text) {
        Optional<BigDecimal> number = decimal(text);
        if (number.isEmpty()
                || number.get().precision() - number.get().scale() > 38
                || number.get().scale() > 38) {
            throw unreadable(column, text);
        }
        return Literal.decimal(number.get());
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static boolean isNull(String expression, Store store, Instant clock) {
        RowSet test = new RowSet.Query("SELECT " + expression + " IS NULL AS missing", Map.of(), clock);
        try (Rows rows = store.rows(test)) {
            return rows.next() && Boolean.TRUE.equals(rows.value(0));
        } catch (InvalidException unreadable) {
            return true;
        }
    }

    private static UsageException unreadable(Column column, String text) {
        DataType type = column.type();
        return new UsageException(Problem.error(
                "bad-value",
                "Cannot find a row by " + column.name() + " = '" + text + "': that is no " + type,
                column.type().equals(DataType.DATE) ? "Write a date as 2025-03-05." : ""));
    }
}
