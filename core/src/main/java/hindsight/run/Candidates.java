package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Name;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.why.Contributions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of parts of a query.
 *
 * @param inputs by the names under which it reads them
 */
record Candidates(Store store, Dialect dialect, Map<String, RowSet> inputs, Instant clock) {
    private static final int MOST = 1000;

    long count(Relation rows) {
        RowSet query = new RowSet.Query("SELECT count(*) FROM candidates", Map.of("candidates", of(rows)), clock);
        return ((Number) Objects.requireNonNull(store.only(query).get(0))).longValue();
    }

    /** Some of them. */
    List<List<@Nullable Object>> some(Relation rows) {
        List<List<@Nullable Object>> found = new ArrayList<>();
        RowSet query =
                new RowSet.Query("SELECT * FROM candidates LIMIT " + MOST, Map.of("candidates", of(rows)), clock);
        try (Rows cursor = store.rows(query)) {
            while (cursor.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < rows.columns().size(); i++) {
                    row.add(cursor.value(i));
                }
                found.add(Collections.unmodifiableList(row));
            }
        }
        return found;
    }

    StagedTable staged(BoundQuery query) {
        return store.stage(of(query));
    }

    /** The same, with other rows under {@link Contributions#TARGET}. */
    Candidates looking(StagedTable target) {
        Map<String, RowSet> others = new HashMap<>(inputs);
        others.put(Contributions.TARGET, new RowSet.Staged(target));
        return new Candidates(store, dialect, others, clock);
    }

    private RowSet of(Relation rows) {
        List<String> names =
                IntStream.range(0, rows.columns().size()).mapToObj(i -> "c" + i).toList();
        return of(new BoundQuery(rows, names));
    }

    private RowSet of(BoundQuery query) {
        Map<String, RowSet> read = new HashMap<>();
        Traversal.scans(query.relation())
                .forEach(scan -> read.put(
                        scan.table(),
                        Objects.requireNonNull(
                                inputs.getOrDefault(scan.table(), inputs.get(Name.folded(scan.table()))))));
        return new RowSet.Derived(QueryWriter.write(query, dialect), query.columns(), read, clock);
    }
}
