package hindsight.run;

import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * SQL over the changes of a table: {@code _weight} and its columns, with {@code _seq} where every step is wanted.
 *
 * @param key names of columns that pair old rows with new ones; empty where none do
 */
record DiffQueries(List<String> key, boolean everyStep) {
    static final String CHANGES = "changes";

    private static final String COUNTS = """
            SELECT
              CAST(coalesce(sum(_weight) FILTER (_weight > 0), 0) AS BIGINT) AS added,
              CAST(coalesce(-sum(_weight) FILTER (_weight < 0), 0) AS BIGINT) AS retracted,
              %s AS changed
            FROM changes""";
    private static final String PAIRS =
            "(SELECT count(*) FROM (SELECT 1 FROM changes GROUP BY %s HAVING count(DISTINCT sign(_weight)) = 2))";
    private static final String CHANGED_CELLS = """
            SELECT %s
            FROM changes AS before JOIN changes AS after ON %s
            WHERE before._weight < 0 AND after._weight > 0""";
    private static final String SOME = """
            SELECT CAST(0 AS BIGINT) AS _seq, CAST(sum(_weight) AS BIGINT) AS _weight, %1$s
            FROM changes AS c SEMI JOIN (SELECT %1$s FROM changes ORDER BY ALL LIMIT %2$d) AS f ON %3$s
            GROUP BY %1$s
            ORDER BY %1$s""";

    /** One row: added, retracted, changed. */
    String counts() {
        return COUNTS.formatted(
                key.isEmpty()
                        ? "0"
                        : PAIRS.formatted(everyStep ? Identifier.list(key) + ", _seq" : Identifier.list(key)));
    }

    /** {@code _seq} where there is one, {@code _weight}, then the columns. */
    String rows(List<String> columns, OptionalLong limit) {
        String seq = everyStep ? "_seq, " : "";
        return """
                SELECT %1$s_weight, %2$s
                FROM changes
                ORDER BY %1$s%3$s, _weight
                LIMIT %4$s""".formatted(
                        seq, Identifier.list(columns), Identifier.list(key.isEmpty() ? columns : key), text(limit));
    }

    /** For {@link RowChanges}, ordered by key and seq. */
    String steps(List<String> columns, OptionalLong limit) {
        return """
                SELECT %1$s AS _seq, _weight, %2$s
                FROM changes
                ORDER BY %3$s, %1$s, _weight
                LIMIT %4$s""".formatted(
                everyStep ? "_seq" : "CAST(0 AS BIGINT)", Identifier.list(columns), Identifier.list(key), text(limit));
    }

    /** For {@link RowChanges}: some different rows, each with the sum of its weights; no more than those are added up. */
    String some(List<String> columns, int limit) {
        String same = columns.stream()
                .map(Identifier::quote)
                .map("c.%1$s IS NOT DISTINCT FROM f.%1$s"::formatted)
                .collect(Collectors.joining(" AND "));
        return SOME.formatted(Identifier.list(columns), limit, same);
    }

    /** One row: for each column outside the key, in how many changed rows it differs. */
    String changedCells(List<String> columns) {
        String counts = columns.stream()
                .filter(name -> key.stream().noneMatch(part -> Name.same(part, name)))
                .map(Identifier::quote)
                .map(name -> "count(*) FILTER (before.%1$s IS DISTINCT FROM after.%1$s) AS %1$s".formatted(name))
                .collect(Collectors.joining(",\n  "));
        String same = key.stream()
                .map(Identifier::quote)
                .map(name -> "before.%1$s = after.%1$s".formatted(name))
                .collect(Collectors.joining(" AND "));
        return CHANGED_CELLS.formatted(counts, everyStep ? same + " AND before._seq = after._seq" : same);
    }

    private static String text(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "ALL";
    }
}
