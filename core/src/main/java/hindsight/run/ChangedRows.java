package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of a source with a diff on top that is not yet published. */
final class ChangedRows {
    private static final String TOGETHER = """
            SELECT * EXCLUDE (_version) FROM head ANTI JOIN (FROM diff WHERE _weight < 0) gone ON head._version = gone._version
            UNION ALL BY NAME SELECT * EXCLUDE (_weight, _version) FROM diff WHERE _weight > 0""";

    private static final String ADDED = "SELECT * EXCLUDE (_weight, _version) FROM diff WHERE _weight > 0";

    private ChangedRows() {}

    /** Those of a table that there is not yet. */
    static RowSet first(TableDefinition definition, StagedDiff diff, Instant clock) {
        return new RowSet.Query(ADDED, Map.of("diff", new RowSet.StagedVersions(definition, diff)), clock);
    }

    /** @param written in whose columns the diff is */
    static RowSet of(TableMemory table, TableDefinition written, StagedDiff diff, Instant clock) {
        if (written.schema().equals(table.definition().schema())) {
            return new RowSet.Changed(table, table.changedAt(), diff);
        }
        return new RowSet.Query(
                TOGETHER,
                Map.of("head", new RowSet.Head(table), "diff", new RowSet.StagedVersions(written, diff)),
                clock);
    }

    /** The same, in other columns; those that it does not have are NULL. */
    static RowSet in(Schema columns, Schema present, RowSet rows, Instant clock) {
        if (columns.equals(present)) {
            return rows;
        }
        String values = columns.columns().stream()
                .map(column -> "CAST("
                        + (present.column(column.name()).isPresent() ? Identifier.quote(column.name()) : "NULL")
                        + " AS " + column.type().text() + ") AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        return new RowSet.Query("SELECT " + values + " FROM rows", Map.of("rows", rows), clock);
    }
}
