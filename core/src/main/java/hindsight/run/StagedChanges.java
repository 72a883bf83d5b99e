package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The changes of a table in scratch space: {@code _weight} and its columns, with {@code _seq} where every step is wanted. */
final class StagedChanges {
    private static final Set<String> RESERVED = Set.of("_seq", "_weight");

    private final Store store;
    private final Subject subject;
    private final StagedTable staged;
    private final Instant clock;
    private final Diff.Summary summary;

    /** Whose changes they are. */
    record Subject(String table, CommitRange range, Set<String> inexact, List<String> key, boolean everyStep) {
        /** Without columns that pair rows. */
        Subject unpaired() {
            return new Subject(table, range, inexact, List.of(), everyStep);
        }
    }

    StagedChanges(Store store, Subject subject, StagedTable staged, Instant clock) {
        this.store = store;
        this.subject = subject;
        this.staged = staged;
        this.clock = clock;
        this.summary = count();
    }

    Diff.Summary summary() {
        return summary;
    }

    /** Ordered by seq and key. */
    Rows rows(OptionalLong limit) {
        return read(queries().rows(summary.schema().names(), limit));
    }

    /** For {@link RowChanges}, ordered by key and seq. */
    Rows steps() {
        return read(queries().steps(summary.schema().names(), OptionalLong.empty()));
    }

    /** For each column in which changed rows differ, how many do. */
    Map<String, Long> changedCells() {
        Map<String, Long> cells = new LinkedHashMap<>();
        if (summary.changed() > 0) {
            try (Rows rows = read(queries().changedCells(summary.schema().names()))) {
                rows.next();
                List<Column> columns = rows.schema().columns();
                for (int i = 0; i < columns.size(); i++) {
                    cells.put(columns.get(i).name(), Numbers.whole(rows.value(i)));
                }
            }
            cells.values().removeIf(count -> count == 0);
        }
        return cells;
    }

    private Diff.Summary count() {
        Schema columns = new Schema(staged.schema().columns().stream()
                .filter(column -> !RESERVED.contains(column.name()))
                .toList());
        try (Rows rows = read(queries().counts())) {
            rows.next();
            return new Diff.Summary(
                    subject.table(),
                    subject.range(),
                    columns,
                    subject.inexact(),
                    subject.key(),
                    Numbers.whole(rows.value(0)),
                    Numbers.whole(rows.value(1)),
                    Numbers.whole(rows.value(2)));
        }
    }

    private DiffQueries queries() {
        return new DiffQueries(subject.key(), subject.everyStep());
    }

    private Rows read(String sql) {
        return store.rows(new RowSet.Query(sql, Map.of(DiffQueries.CHANGES, new RowSet.Staged(staged)), clock));
    }
}
