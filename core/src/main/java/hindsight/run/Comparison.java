package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.run.Verify.Sample;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in which two states of a table differ. Rows are paired by key, else by all exact columns; inexact values that are within
 * 1e-9 of each other, relative, are the same. Inexact values that are not plain numbers are not compared.
 */
final class Comparison {
    private static final int SAMPLES = 5;
    private static final String TURN = "_turn";
    private static final String DIFFERENCES = """
            WITH expected_rows AS (SELECT *, row_number() OVER (%1$s) AS _turn FROM expected),
            found_rows AS (SELECT *, row_number() OVER (%1$s) AS _turn FROM found)
            SELECT e AS expected, f AS found
            FROM expected_rows AS e FULL JOIN found_rows AS f ON %2$s
            WHERE e._turn IS NULL OR f._turn IS NULL OR NOT (%3$s)
            LIMIT %4$d""";

    private final List<String> paired;
    private final List<String> exact;
    private final List<String> near;

    /** @param definition says which columns are key, exact and inexact */
    Comparison(TableDefinition definition) {
        List<Column> columns = definition.schema().columns();
        this.exact = names(columns.stream()
                .filter(column -> !definition.inexact().contains(column.name()))
                .toList());
        this.near = names(columns.stream()
                .filter(column -> definition.inexact().contains(column.name()))
                .filter(column -> column.type().family() == TypeFamily.FLOATING)
                .toList());
        this.paired = definition.key().isEmpty()
                ? exact
                : exact.stream()
                        .filter(name ->
                                definition.key().stream().anyMatch(part -> Name.same(Identifier.quote(part), name)))
                        .toList();
    }

    /** Whether equal digests leave nothing to compare. */
    boolean isByDigest() {
        return near.isEmpty();
    }

    /** Some of the rows that differ; none when the states are the same. */
    List<Sample> samples(Store store, RowSet expected, RowSet found, Instant clock) {
        RowSet query = new RowSet.Query(sql(), Map.of("expected", expected, "found", found), clock);
        List<Sample> samples = new ArrayList<>();
        try (Rows rows = store.rows(query)) {
            while (rows.next()) {
                samples.add(new Sample(row(rows.value(0)), row(rows.value(1))));
            }
        }
        return samples;
    }

    private String sql() {
        String partition = paired.isEmpty() ? "" : "PARTITION BY " + String.join(", ", paired);
        String order = near.isEmpty() ? "" : " ORDER BY " + String.join(", ", near);
        List<String> pairing =
                new ArrayList<>(paired.stream().map(Comparison::same).toList());
        pairing.add("e._turn = f._turn");
        List<String> equal =
                new ArrayList<>(exact.stream().map(Comparison::same).toList());
        near.stream().map(Comparison::close).forEach(equal::add);
        return DIFFERENCES.formatted(
                partition + order, String.join(" AND ", pairing), String.join(" AND ", equal), SAMPLES);
    }

    private static String same(String column) {
        return "e.%1$s IS NOT DISTINCT FROM f.%1$s".formatted(column);
    }

    private static String close(String column) {
        return close("e." + column, "f." + column);
    }

    /** A truth value: whether two floating values are the same apart from the last digits. */
    static String close(String one, String other) {
        return ("(%1$s IS NOT DISTINCT FROM %2$s"
                        + " OR coalesce(abs(%1$s - %2$s) <= 1e-9 * greatest(abs(%1$s), abs(%2$s)), false))")
                .formatted(one, other);
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(column -> Identifier.quote(column.name())).toList();
    }

    private static @Nullable Map<String, @Nullable Object> row(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> struct) || struct.get(TURN) == null) {
            return null;
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        struct.forEach((name, cell) -> row.put(String.valueOf(name), cell));
        row.remove(TURN);
        return row;
    }
}
