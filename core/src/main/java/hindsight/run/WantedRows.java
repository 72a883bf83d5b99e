package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.LoadedFile;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.run.Provenance.By;
import hindsight.run.Provenance.Load;
import hindsight.run.Provenance.Origin;
import hindsight.run.Provenance.Sample;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.SectionsText;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.time.EffectiveRange;
import hindsight.why.Addend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows that are told by what identifies them. */
final class WantedRows {
    private static final int MOST_LOADS = 20;

    /** Of alike rows those that were added last are the ones that are left. */
    private static final String LOADS = """
            SELECT seq, count(*) AS n
            FROM (
              SELECT unnest((list(_seq ORDER BY _seq DESC) FILTER (WHERE _weight > 0))[:sum(_weight)::BIGINT]) AS seq
              FROM everything e %s
              GROUP BY %s)
            GROUP BY seq ORDER BY n DESC, seq DESC LIMIT %d""";

    private final Store store;
    private final States states;
    private final Dialect dialect;
    private final Instant clock;
    private final int limit;

    /** @param limit how many rows of each table are shown */
    WantedRows(Store store, States states, Dialect dialect, Instant clock, int limit) {
        this.store = store;
        this.states = states;
        this.dialect = dialect;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * By what the largest rows are shown first.
     *
     * @param column of what is made of them
     */
    record Size(Addend addend, String column) {}

    /** How many rows a table has. */
    long size(Seen table) {
        return table.table().isView()
                ? (Long) count(states.published(table).rows())
                : table.table().rows();
    }

    private Object count(RowSet rows) {
        return Objects.requireNonNull(store.only(query("SELECT count(*) FROM everything", Map.of("everything", rows)))
                .get(0));
    }

    private RowSet query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, clock);
    }

    /** The rows that any of several are, each once; of a bag, as often as the table has it. */
    StagedTable together(Seen table, List<StagedTable> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<String, RowSet> inputs = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            inputs.put("part" + i, new RowSet.Staged(parts.get(i)));
        }
        List<Column> columns = Contributors.identifying(table.table());
        String names = Identifier.list(columns.stream().map(Column::name).toList());
        String all = inputs.keySet().stream()
                .sorted()
                .map(part -> "SELECT " + names + " FROM " + part)
                .collect(Collectors.joining(" UNION "));
        RowSet union = query(
                all.isEmpty() ? "SELECT " + names + " FROM everything WHERE false" : all, withRows(table, inputs));
        boolean bag = table.table().definition().key().isEmpty() && !all.isEmpty();
        return store.stage(
                bag
                        ? query(
                                "SELECT e.* FROM everything e SEMI JOIN wanted s ON " + alike(columns, "e", "s"),
                                withRows(table, Map.of("wanted", union)))
                        : union);
    }

    private Map<String, RowSet> withRows(Seen table, Map<String, RowSet> inputs) {
        Map<String, RowSet> all = new HashMap<>(inputs);
        all.put("everything", states.published(table).rows());
        return all;
    }

    private static String alike(List<Column> columns, String one, String other) {
        return columns.stream()
                .map(column -> Identifier.quote(column.name()))
                .map(name -> one + "." + name + " IS NOT DISTINCT FROM " + other + "." + name)
                .collect(Collectors.joining(" AND "));
    }

    /** Those rows of a model that are in a range of effective time, with their effective column. */
    StagedTable within(Seen table, StagedTable rows, EffectiveRange range) {
        if (range.equals(EffectiveRange.ALWAYS)) {
            return rows;
        }
        String effective =
                table.table().definition().effective().orElseThrow().columns().get(0);
        List<Column> columns = Contributors.identifying(table.table());
        String picked = columns.stream()
                .map(column -> "e." + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        boolean told = columns.stream().anyMatch(column -> column.named(effective));
        String sql = "SELECT " + picked + (told ? "" : ", e." + Identifier.quote(effective))
                + " FROM everything e SEMI JOIN wanted s ON " + alike(columns, "e", "s") + " WHERE "
                + SectionsText.within(range, effective);
        return store.stage(query(sql, withRows(table, Map.of("wanted", new RowSet.Staged(rows)))));
    }

    /** Rows in full. */
    RowSet full(Seen table, Optional<StagedTable> rows) {
        RowSet all = states.published(table).rows();
        if (rows.isEmpty()) {
            return all;
        }
        RowSet some = new RowSet.Staged(rows.get());
        List<Column> columns = Contributors.identifying(table.table());
        return table.table().definition().key().isEmpty()
                ? some
                : query(
                        "SELECT e.* FROM everything e SEMI JOIN wanted s ON "
                                + columns.stream()
                                        .map(column -> Identifier.quote(column.name()))
                                        .map(name -> "e." + name + " = s." + name)
                                        .collect(Collectors.joining(" AND ")),
                        Map.of("everything", all, "wanted", some));
    }

    /** Some of the rows. */
    Sample sample(Seen table, Optional<StagedTable> rows, Optional<Size> size) {
        Schema schema = table.table().definition().schema();
        List<String> order = new ArrayList<>();
        size.ifPresent(by -> order.add("abs(\"_size\") DESC NULLS LAST"));
        List<String> key = table.table().definition().key();
        (key.isEmpty() ? schema.names() : key).forEach(name -> order.add(Identifier.quote(name)));
        String from = size.map(by -> "(" + sized(schema, by.addend()) + ")").orElse("everything");
        String sql = "SELECT " + Identifier.list(schema.names()) + " FROM " + from + " ORDER BY "
                + String.join(", ", order) + " LIMIT " + limit;
        List<List<@Nullable Object>> found = new ArrayList<>();
        try (Rows all = store.rows(query(sql, Map.of("everything", full(table, rows))))) {
            while (all.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < schema.columns().size(); i++) {
                    values.add(all.value(i));
                }
                found.add(Collections.unmodifiableList(values));
            }
        }
        return new Sample(schema, found, size.map(by -> new By(by.addend().text(), by.column())));
    }

    private String sized(Schema schema, Addend addend) {
        List<Column> columns = schema.columns();
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>(schema.names());
        for (int i = 0; i < columns.size(); i++) {
            values.add(new Expression.Reference(i, columns.get(i).type()));
        }
        values.add(addend.value().mapReferences(old -> {
            String name =
                    addend.columns().get(((Expression.Reference) old).index()).name();
            int place = 0;
            while (!Name.same(names.get(place), name)) {
                place++;
            }
            return new Expression.Reference(place, columns.get(place).type());
        }));
        names.add("_size");
        return QueryWriter.write(
                new BoundQuery(new Project(new Relation.Scan("everything", columns), values), names), dialect);
    }

    /** The commits that brought rows of a source as they are. */
    Origin.Loads loads(Seen table, Optional<StagedTable> rows) {
        TableMemory source = table.table();
        List<Column> columns = Contributors.identifying(source);
        String sql = LOADS.formatted(
                rows.isEmpty() ? "" : "SEMI JOIN wanted s ON " + alike(columns, "e", "s"),
                columns.stream()
                        .map(column -> "e." + Identifier.quote(column.name()))
                        .collect(Collectors.joining(", ")),
                MOST_LOADS + 1);
        Map<String, RowSet> inputs = new HashMap<>();
        inputs.put("everything", new RowSet.Log(source, 0, table.seq()));
        rows.ifPresent(some -> inputs.put("wanted", new RowSet.Staged(some)));
        List<long[]> counts = new ArrayList<>();
        try (Rows found = store.rows(query(sql, inputs))) {
            while (found.next()) {
                counts.add(new long[] {number(found, 0), number(found, 1)});
            }
        }
        List<Load> loads = counts.stream()
                .limit(MOST_LOADS)
                .map(count -> load(source.name(), count[0], count[1]))
                .toList();
        return new Origin.Loads(loads, counts.size() > MOST_LOADS);
    }

    private static long number(Rows rows, int column) {
        return ((Number) Objects.requireNonNull(rows.value(column))).longValue();
    }

    private Load load(String source, long seq, long rows) {
        Commit commit = store.commit(seq).orElseThrow();
        List<LoadedFile> files = store.fileChanges(seq - 1, seq).stream()
                .filter(change -> change.weight() > 0 && Name.same(change.file().source(), source))
                .map(Store.FileChange::file)
                .toList();
        return new Load(commit, rows, files);
    }
}
