package hindsight.duckdb;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.Memory;
import hindsight.history.ModelRun;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.plan.Plan;
import hindsight.project.LoadKind;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.Explain;
import hindsight.run.Explained;
import hindsight.run.PlanOptions;
import hindsight.run.Plans;
import hindsight.run.Preview;
import hindsight.run.PreviewResult;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.time.Position;
import hindsight.time.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** A project on disk for tests: files are written and deleted, rows loaded, models applied and read. */
final class ShopFolder {
    private final Path folder;
    private Instant now = Instant.parse("2025-03-01T08:00:00Z");
    private Progress progress = Progress.SILENT;
    private String branch = WorkspaceOptions.MAIN;
    private long dataStatements;

    ShopFolder(Path folder) {
        this.folder = folder;
        settings("sources: {orders: {key: [id], load: upsert}}");
    }

    ShopFolder settings(String yaml) {
        return write("hindsight.yml", "name: shop\nengine: {memory: 1GB, threads: 2}\n" + yaml + "\n");
    }

    ShopFolder model(String name, String text) {
        return write("models/" + name + ".sql", text);
    }

    ShopFolder test(String name, String text) {
        return write("tests/" + name + ".sql", text);
    }

    ShopFolder delete(String path) {
        try {
            Files.delete(folder.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ShopFolder at(Instant moment) {
        now = moment;
        return this;
    }

    /** The branch of the next commands. */
    ShopFolder on(String name) {
        branch = name;
        return this;
    }

    /** What happens at each step of the next commands. */
    ShopFolder onStep(Progress listener) {
        progress = listener;
        return this;
    }

    /** Makes the rows of a SELECT the content of orders. */
    long load(String select) {
        return load("orders", List.of("id"), select);
    }

    long load(String source, List<String> key, String select) {
        return in(
                Progress.SILENT,
                workspace -> workspace.writing(store -> {
                    StagedTable rows = store.stage(new RowSet.Query(select, Map.of(), now));
                    TableDefinition definition = new TableDefinition(
                            source,
                            TableRole.SOURCE,
                            rows.schema(),
                            Set.of(),
                            key,
                            Optional.empty(),
                            Optional.of(key.isEmpty() ? LoadKind.APPEND : LoadKind.UPSERT));
                    TableMemory before = memory(store).table(source).orElse(null);
                    StagedDiff diff =
                            before == null ? store.initial(definition, rows) : store.net(before, definition, rows);
                    List<Update> updates = new ArrayList<>();
                    if (before == null || !before.definition().schema().equals(definition.schema())) {
                        updates.add(new Update.Define(definition));
                    }
                    updates.add(new Update.Write(source, diff));
                    return store.publish(new Draft(
                            branch,
                            CommitKind.LOAD,
                            OptionalLong.empty(),
                            workspace.context(),
                            "tester",
                            "",
                            List.of(),
                            updates));
                }));
    }

    ApplyResult apply() {
        return apply(ApplyRequest.ALL);
    }

    ApplyResult apply(PlanOptions options) {
        return apply(new ApplyRequest(options, false, "", Confirmation.GIVEN));
    }

    ApplyResult apply(ApplyRequest request) {
        return in(progress, workspace -> {
            long before = workspace.engine().dataStatements();
            ApplyResult result = new Apply(workspace).apply(request);
            dataStatements = workspace.engine().dataStatements() - before;
            return result;
        });
    }

    /** @param model the only table; empty: all */
    List<Verify.Table> verify(Optional<String> model, boolean repair) {
        Verify.Request request = new Verify.Request(model, Optional.empty(), repair);
        return in(Progress.SILENT, workspace -> new Verify(workspace).run(request))
                .tables();
    }

    /** Runs SQL in the warehouse, {@code w}, as no command would. */
    void tamper(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** What an apply would publish, with rows of as many keys of each model. */
    PreviewResult preview(PlanOptions options, int samples) {
        return in(
                progress,
                workspace -> new Preview(workspace)
                        .preview(new Preview.Request(options, Optional.empty(), samples, Optional.empty())));
    }

    /** How many the last apply ran. */
    long dataStatements() {
        return dataStatements;
    }

    Plan plan() {
        return in(Progress.SILENT, workspace -> new Plans(workspace).plan(PlanOptions.ALL));
    }

    Memory memory() {
        return in(Progress.SILENT, workspace -> workspace.reading(ShopFolder::memory));
    }

    List<ModelRun> runs(String model) {
        return in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> {
                    TableMemory table = memory(store).table(model).orElseThrow();
                    return store.runs(table.line()).getOrDefault(table.id(), List.of());
                }));
    }

    /** The rows of a stored table at head, as text, sorted. */
    List<String> rows(String table) {
        return in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> {
                    Memory memory = memory(store);
                    TableMemory known = memory.table(table).orElseThrow();
                    return rows(store, new RowSet.Stored(known, memory.seq()));
                }));
    }

    static List<String> rows(Store store, RowSet relation) {
        List<String> result = new ArrayList<>();
        try (Rows rows = store.rows(relation)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < rows.schema().columns().size(); i++) {
                    values.add(String.valueOf(rows.value(i)));
                }
                result.add(String.join(" ", values));
            }
        }
        result.sort(null);
        return result;
    }

    <T> T explain(String table, long after, long upTo, Function<Explained, T> reader) {
        Span span = new Span.Between(new Position.Version(after), new Position.Version(upTo));
        return in(Progress.SILENT, workspace -> new Explain(workspace).run(new Explain.Request(table, span), reader));
    }

    /** The rows of an explained diff, each as its effect, its weight and its values. */
    List<String> effects(String table, long after, long upTo) {
        return explain(
                table,
                after,
                upTo,
                explained -> explained.rows(OptionalLong.empty(), rows -> {
                    List<String> found = new ArrayList<>();
                    while (rows.next()) {
                        List<String> values = new ArrayList<>();
                        values.add(Explain.Effect.of((Long) rows.value(0)).name());
                        for (int i = 1; i < rows.schema().columns().size(); i++) {
                            values.add(String.valueOf(rows.value(i)));
                        }
                        found.add(String.join(" ", values));
                    }
                    return found;
                }));
    }

    <T> T in(Progress listener, Function<Workspace, T> work) {
        WorkspaceOptions options = new WorkspaceOptions(
                folder,
                Optional.empty(),
                branch,
                Duration.ofSeconds(5),
                Optional.of("tester"),
                List.of("apply"),
                Map.of(),
                Clock.fixed(now, ZoneOffset.UTC));
        try (Workspace workspace = Workspace.open(options, listener)) {
            return work.apply(workspace);
        }
    }

    static Memory memory(Store store) {
        return store.memory(store.resolve(new Position.Head()));
    }

    ShopFolder write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
