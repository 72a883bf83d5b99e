package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Sections;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.Effective;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes models by remembered logic over rows that were never its inputs. What comes out stays in scratch space; views stay queries. */
final class Recomputation {
    private static final String ROWS = "rows";

    private final Store store;
    private final LogicSql sql;
    private final long data;

    /** @param data the commit whose data it is, for messages */
    Recomputation(Store store, LogicSql sql, long data) {
        this.store = store;
        this.sql = sql;
        this.data = data;
    }

    /**
     * Computes a model.
     *
     * @param inputs under the names by which its logic reads them
     * @return with the columns of these rows; with a key only where it names each of them
     * @throws InvalidException when the logic cannot be run over those rows
     */
    TableRows rows(Seen model, List<TableRows> inputs, Instant clock) {
        TableMemory table = model.table();
        LogicText logic = Sections.together(table);
        Map<String, RowSet> rows = new HashMap<>();
        List<TableMemory> read = new ArrayList<>();
        for (TableRows input : inputs) {
            rows.put(input.table().name(), input.rows());
            read.add(input.table());
        }
        try {
            RowSet query = new RowSet.Query(sql.of(table.name(), logic, read), rows, clock);
            return table.isView() ? view(table, query) : staged(table, store.stage(query), clock);
        } catch (InvalidException impossible) {
            throw failed(model, impossible);
        }
    }

    private TableRows view(TableMemory table, RowSet query) {
        try (Rows rows = store.rows(query)) {
            return new TableRows(table, query).with(rows.schema(), List.of());
        }
    }

    private TableRows staged(TableMemory table, StagedTable staged, Instant clock) {
        TableDefinition definition = table.definition();
        RowSet rows = new RowSet.Staged(staged);
        boolean timeless = definition.effective().isPresent()
                && table.model().orElseThrow().inForce().segments().size() > 1
                && holds(timeless(definition.effective().get()), rows, clock);
        if (timeless) {
            throw new InvalidException(Problem.error(
                    "null-effective",
                    "column " + definition.effective().get().columns().get(0) + " is NULL in some row, so that no"
                            + " section gives it",
                    ""));
        }
        boolean keyed = !definition.key().isEmpty() && holds(keyed(definition.key()), rows, clock);
        return new TableRows(table, rows).with(staged.schema(), keyed ? definition.key() : List.of());
    }

    private boolean holds(String question, RowSet rows, Instant clock) {
        return Boolean.TRUE.equals(store.only(new RowSet.Query(question, Map.of(ROWS, rows), clock))
                .get(0));
    }

    private static String timeless(Effective effective) {
        return "SELECT EXISTS (FROM rows WHERE "
                + Identifier.quote(effective.columns().get(0)) + " IS NULL)";
    }

    private static String keyed(List<String> key) {
        return "SELECT NOT EXISTS (SELECT 1 FROM rows GROUP BY " + Identifier.list(key)
                + " HAVING count(*) > 1 OR ("
                + String.join(
                        " IS NULL OR ", key.stream().map(Identifier::quote).toList())
                + " IS NULL))";
    }

    private InvalidException failed(Seen model, InvalidException cause) {
        Problem first = cause.problems().get(0);
        if (first.code().equals("no-rows-by-logic")) {
            return cause;
        }
        return new InvalidException(Problem.error(
                "no-rows-by-logic",
                "Cannot compute " + model.table().name() + " by its logic of #" + model.seq() + " over the data of #"
                        + data + ": " + first.message(),
                first.hint()));
    }
}
