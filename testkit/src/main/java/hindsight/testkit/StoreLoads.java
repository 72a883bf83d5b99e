package hindsight.testkit;

import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.project.LoadKind;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import hindsight.time.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads rows straight into a store, without files and without a project. */
public final class StoreLoads {
    private static final Instant CLOCK = Instant.parse("2025-03-01T06:00:00Z");

    private final Store store;

    /** @param store held for writing */
    public StoreLoads(Store store) {
        this.store = store;
    }

    /**
     * Loads into a table, which is made where there is none.
     *
     * @param key of a table that is to be made
     * @return the commit; empty when there was no difference
     */
    public OptionalLong load(String name, List<String> key, RandomLoad load) {
        Optional<TableMemory> table =
                store.memory(store.resolve(new Position.Head())).table(name);
        Schema schema = table.map(known -> union(known.definition().schema(), load.schema()))
                .orElse(load.schema());
        TableDefinition definition = new TableDefinition(
                name, TableRole.SOURCE, schema, Set.of(), key, Optional.empty(), Optional.of(load.kind()));
        StagedTable rows = stage(load);
        StagedDiff diff = table.isPresent()
                ? diff(table.get(), definition, load.kind(), rows)
                : store.initial(definition, present(load, rows));
        boolean redefined = table.filter(known -> known.definition().schema().equals(schema))
                .isEmpty();
        if (diff.isEmpty() && !redefined) {
            return OptionalLong.empty();
        }
        List<Update> updates = new ArrayList<>();
        if (redefined) {
            updates.add(new Update.Define(definition));
        }
        if (!diff.isEmpty()) {
            updates.add(new Update.Write(name, diff));
        }
        CommitContext context =
                new CommitContext(CLOCK, "UTC", Map.of(), "engine", "tool", Optional.empty(), false, "load");
        return OptionalLong.of(store.publish(new Draft(
                store.line().branch(),
                CommitKind.LOAD,
                OptionalLong.empty(),
                context,
                "tester",
                load.kind().toString(),
                List.of(),
                updates)));
    }

    private StagedDiff diff(TableMemory table, TableDefinition definition, LoadKind kind, StagedTable rows) {
        return switch (kind) {
            case SNAPSHOT -> store.loads().snapshot(table, definition, rows);
            case UPSERT -> store.loads().upsert(table, definition, rows);
            case APPEND -> store.loads().append(table, definition, rows);
            case CHANGES -> store.loads().changes(table, definition, rows);
        };
    }

    /** What the first changes leave: there is nothing yet that they could delete. */
    private StagedTable present(RandomLoad load, StagedTable rows) {
        if (load.kind() != LoadKind.CHANGES) {
            return rows;
        }
        String sql = "SELECT * EXCLUDE (op) FROM changes WHERE op <> 'D'";
        return store.stage(new RowSet.Query(sql, Map.of("changes", new RowSet.Staged(rows)), CLOCK));
    }

    private StagedTable stage(RandomLoad load) {
        List<Column> columns = load.kind() == LoadKind.CHANGES
                ? Stream.concat(load.schema().columns().stream(), Stream.of(new Column("op", DataType.VARCHAR)))
                        .toList()
                : load.schema().columns();
        String rows =
                load.rows().stream().map(row -> select(columns, row)).collect(Collectors.joining("\nUNION ALL\n"));
        String sql = rows.isEmpty() ? select(columns, Map.of()) + " LIMIT 0" : rows;
        return store.stage(new RowSet.Query(sql, Map.of(), CLOCK));
    }

    private static String select(List<Column> columns, Map<String, @Nullable Object> row) {
        return columns.stream()
                .map(column -> {
                    Object value = row.get(column.name());
                    return "CAST(" + (value == null ? "NULL" : Literal.string(value.toString())) + " AS "
                            + column.type() + ") AS " + Identifier.quote(column.name());
                })
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private static Schema union(Schema before, Schema now) {
        return new Schema(now.columns().stream()
                .map(column -> before.column(column.name())
                        .map(old -> new Column(
                                old.name(), old.type().widen(column.type()).orElseThrow()))
                        .orElse(column))
                .toList());
    }
}
