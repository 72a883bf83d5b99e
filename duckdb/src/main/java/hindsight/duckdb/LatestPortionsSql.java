package hindsight.duckdb;

import hindsight.history.StagedTable;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SELECT of staged rows with periods, cut where those of a key overlap: each moment is left to the row that ranks highest. */
final class LatestPortionsSql {
    private final StagedTable rows;
    private final List<String> key;
    private final Effective.Period period;

    LatestPortionsSql(StagedTable rows, List<String> key, Effective.Period period) {
        this.rows = rows;
        this.key = key;
        this.period = period;
    }

    /** @param rank an expression over a row that tells any two apart */
    String select(String rank) {
        String keys = keys();
        String from = Identifier.quote(period.from());
        String to = Identifier.quote(period.to());
        String named = IntStream.range(0, key.size())
                .mapToObj(i -> Identifier.quote(key.get(i)) + " AS k" + i)
                .collect(Collectors.joining(", "));
        return """
                WITH said AS MATERIALIZED (SELECT rowid AS id, %1$s, %2$s AS f, %3$s AS t, %4$s AS rank FROM %5$s),
                ends AS (SELECT %6$s, f AS moment FROM said UNION SELECT %6$s, t FROM said WHERE t IS NOT NULL),
                spans AS (SELECT *, lead(moment) OVER (PARTITION BY %6$s ORDER BY moment) AS until FROM ends),
                latest AS (SELECT moment, until, arg_max(id, rank) AS id FROM spans JOIN said USING (%6$s)
                  WHERE f <= moment AND (t IS NULL OR t > moment) GROUP BY %6$s, moment, until)
                SELECT %7$s FROM latest s JOIN %5$s n ON n.rowid = s.id""".formatted(named, from, to, rank, rows.handle(), keys, columns());
    }

    private String columns() {
        return rows.schema().columns().stream()
                .map(column -> value(column) + " AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String value(Column column) {
        if (column.named(period.from())) {
            return "s.moment";
        }
        return column.named(period.to()) ? "s.until" : "n." + Identifier.quote(column.name());
    }

    private String keys() {
        return IntStream.range(0, key.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    }
}
