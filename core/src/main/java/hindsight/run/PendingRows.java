package hindsight.run;

import hindsight.history.RowChange;
import hindsight.history.RowSet;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowSteps;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what there is to tell of the rows of a staged diff. */
final class PendingRows {
    private static final String TIME = "SELECT min(%1$s), max(%1$s) FROM " + DiffQueries.CHANGES;

    private final Store store;
    private final Instant clock;
    private final TableDefinition definition;
    private final List<StoredColumn> leftBehind;
    private final List<String> key;
    private final RowSet changes;

    /**
     * Reads nothing yet.
     *
     * @param before the table as the diff found it; empty when there was none
     * @param definition what its rows are by the diff
     */
    PendingRows(Store store, Instant clock, Optional<TableMemory> before, TableDefinition definition, StagedDiff diff) {
        this.store = store;
        this.clock = clock;
        this.definition = definition;
        Optional<TableMemory> stored = before.filter(table -> !table.isView() && table.rows() > 0);
        this.leftBehind = stored.map(table -> WideTable.leftBehind(table, definition.schema()))
                .orElse(List.of());
        boolean paired = stored.filter(table -> !isPaired(table)).isEmpty();
        this.key = paired ? definition.key() : List.of();
        this.changes = new RowSet.StagedVersions(definition, diff, leftBehind);
    }

    /** Which effective time they are of. */
    Optional<PreviewResult.Time> time() {
        return definition.effective().map(Effective::columns).map(columns -> {
            List<?> ends = store.only(query(TIME.formatted(Identifier.quote(columns.get(0)))));
            return new PreviewResult.Time(String.valueOf(ends.get(0)), String.valueOf(ends.get(1)));
        });
    }

    /** The first rows, or the rows of the first keys. */
    RowSample sample(int limit) {
        List<Column> columns = new ArrayList<>(definition.schema().columns());
        leftBehind.forEach(left -> columns.add(left.column()));
        Schema schema = new Schema(columns);
        Set<String> inexact = new HashSet<>(definition.inexact());
        leftBehind.stream()
                .filter(left -> !left.exact())
                .map(StoredColumn::name)
                .forEach(inexact::add);
        DiffQueries queries = new DiffQueries(key, false);
        if (key.isEmpty()) {
            return new RowSample.Bag(schema, inexact, read(queries.some(schema.names(), limit)));
        }
        List<RowChange> rows = read(queries.steps(schema.names(), OptionalLong.of(2L * limit)));
        Iterator<RowStep> steps = new RowSteps(rows.iterator(), RowShape.of(schema.names(), key));
        List<RowStep> first = new ArrayList<>();
        while (first.size() < limit && steps.hasNext()) {
            first.add(steps.next());
        }
        return new RowSample.Keyed(schema, inexact, key, first);
    }

    /** Whether the key tells which row of before became which row of now. */
    private boolean isPaired(TableMemory before) {
        List<String> names = definition.key();
        return folded(before.definition().key()).equals(folded(names))
                && names.stream()
                        .allMatch(name -> before.columns().stream()
                                .anyMatch(column ->
                                        column.column().named(name) && column.isCarriedOn(definition.schema())));
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }

    private List<RowChange> read(String sql) {
        List<RowChange> changes = new ArrayList<>();
        try (Rows rows = store.rows(query(sql))) {
            new RowChanges(rows).forEachRemaining(changes::add);
        }
        return changes;
    }

    private RowSet query(String sql) {
        return new RowSet.Query(sql, Map.of(DiffQueries.CHANGES, changes), clock);
    }
}
