package hindsight.duckdb;

import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;

/** Dates reach farther than moments. Where a column of dates is to hold moments, all dates that it ever held must be such. */
final class FarDates {
    private final Session session;

    FarDates(Session session) {
        this.session = session;
    }

    /** @throws InvalidException naming a date that is no moment */
    void check(TableMemory table, Schema wanted) {
        for (StoredColumn stored : table.columns()) {
            wanted.column(stored.name())
                    .filter(column -> stored.column().type().equals(DataType.DATE)
                            && !column.type().equals(DataType.DATE)
                            && stored.column().type().widen(column.type()).isPresent())
                    .ifPresent(column -> check(table, stored, column));
        }
    }

    private void check(TableMemory table, StoredColumn stored, Column wanted) {
        session.countDataStatement();
        session.list(
                        """
                        SELECT day::VARCHAR FROM (SELECT %s AS day FROM (FROM %s WHERE %s) p)
                        WHERE isfinite(day) AND try_cast(day AS %s) IS NULL ORDER BY day LIMIT 1
                        """.formatted(
                                        Physical.logColumn(stored, "p"),
                                        Logs.of(session).added(table.id()),
                                        LineSql.upTo(table.line(), Long.MAX_VALUE),
                                        wanted.type()),
                        row -> row.getString(1))
                .forEach(day -> {
                    throw new InvalidException(Problem.error(
                            "date-too-far",
                            "Cannot make " + table.name() + "." + stored.name() + " " + wanted.type() + ": it has held "
                                    + day + ", and moments reach from 290309 BC to 294247 only",
                            "Keep it DATE, or give the rows another name."));
                });
    }
}
