package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.problem.InvalidException;
import hindsight.problem.RefusedException;
import hindsight.project.EngineSettings;
import hindsight.project.LoadKind;
import hindsight.time.Position;
import hindsight.time.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckStoreTest {
    private static final Instant NOW = Instant.parse("2025-03-01T06:00:00Z");

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void open() {
        engine = DuckEngine.open(new EngineRequest(
                new EngineSettings("duckdb", "1GB", 2),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(1),
                Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aQueryThatFailsOnlyOnceItRunsSaysWhy() {
        RowSet query = new RowSet.Query("SELECT CAST('x' || range AS INTEGER) FROM range(5)", Map.of(), NOW);
        try (Store store = engine.hold(Access.READ)) {
            assertThatThrownBy(() -> store.rows(query)).hasMessageContaining("could not convert string 'x0' to INT32");
        }
    }

    @Test
    void remembersEveryStateOfAKeyedTable() {
        long first = upsert("(1, 'a', 1.5), (2, 'b', NULL)");
        long second = upsert("(2, 'b', 2.5), (3, 'c', 3.5)");
        try (Store store = engine.hold(Access.READ)) {
            assertThat(read(store, first)).containsExactly("1 a 1.5", "2 b null");
            assertThat(read(store, second)).containsExactly("1 a 1.5", "2 b 2.5", "3 c 3.5");
            assertThat(read(store, 0)).isEmpty();
            TableMemory orders = store.memory(second).table("orders").orElseThrow();
            assertThat(rows(store, new RowSet.NetDiff(orders, first, second)))
                    .containsExactly("2 b 2.5 1", "2 b null -1", "3 c 3.5 1");
            assertThat(store.log(10).get(0).changes().get(0).added()).isEqualTo(2);
            assertThat(store.log(10).get(1).at()).isBefore(store.log(10).get(0).at());
        }
    }

    @Test
    void aWarehouseThatVanishesIsNotMadeAnew() throws IOException {
        upsert("(1, 'a', 1.5)");
        Path file = folder.resolve(WarehouseFile.FILE_NAME);
        Path away = folder.resolve("away");
        Files.move(file, away);

        for (Access access : Access.values()) {
            assertThatThrownBy(() -> engine.hold(access))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("it was there when the command began, and is gone");
        }
        assertThat(file).doesNotExist();
        Files.move(away, file);
        engine.hold(Access.WRITE).close();
    }

    @Test
    void recordsNothingWhenTheRowsAreTheSame() {
        upsert("(1, 'a', 1.5)");
        try (Store store = engine.hold(Access.WRITE)) {
            StagedTable rows = stage(store, "(1, 'a', 1.5)");
            TableMemory orders = store.memory(store.resolve(new Position.Head()))
                    .table("orders")
                    .orElseThrow();
            assertThat(store.loads().upsert(orders, orders.definition(), rows).isEmpty())
                    .isTrue();
        }
    }

    @Test
    void digestFollowsTheDiffAndEqualsTheDigestOfTheRows() {
        upsert("(1, 'a', 1.5), (2, 'b', NULL)");
        long seq = upsert("(2, 'b', 2.5), (3, 'c', 3.5)");
        try (Store store = engine.hold(Access.READ)) {
            TableMemory orders = store.memory(seq).table("orders").orElseThrow();
            Store.Fingerprint fresh = store.fingerprint(orders, new RowSet.Stored(orders, seq));
            assertThat(orders.digest()).isEqualTo(fresh.digest());
            assertThat(orders.rows()).isEqualTo(fresh.rows()).isEqualTo(3);
        }
    }

    @Test
    void netsABagByCount() {
        try (Store store = engine.hold(Access.WRITE)) {
            StagedTable rows =
                    stage(store, "(1, 'a', 1.5), (1, 'a', 1.5), (1, 'a', 1.5), (2, 'b', NULL), (2, 'b', NULL)");
            TableDefinition bag = definition(rows, List.of());
            publish(store, new Update.Define(bag), new Update.Write("orders", store.initial(bag, rows)));
        }
        try (Store store = engine.hold(Access.WRITE)) {
            TableMemory orders = store.memory(1).table("orders").orElseThrow();
            StagedTable rows =
                    stage(store, "(1, 'a', 1.5), (2, 'b', NULL), (2, 'b', NULL), (2, 'b', NULL), (4, 'd', 4)");
            StagedDiff diff = store.net(orders, orders.definition(), rows);
            assertThat(diff.added()).isEqualTo(2);
            assertThat(diff.retracted()).isEqualTo(2);
            long seq = publish(store, new Update.Write("orders", diff));
            assertThat(read(store, seq)).containsExactly("1 a 1.5", "2 b null", "2 b null", "2 b null", "4 d 4.0");
            assertThat(read(store, 1)).containsExactly("1 a 1.5", "1 a 1.5", "1 a 1.5", "2 b null", "2 b null");
        }
    }

    @Test
    void nearlyEqualInexactValuesOfABagStay() {
        String before = "(1, 'a', 1.5::DOUBLE), (1, 'a', 2.5), (2, 'b', 3)";
        try (Store store = engine.hold(Access.WRITE)) {
            StagedTable rows = stage(store, before);
            TableDefinition bag = new TableDefinition(
                    "orders",
                    TableRole.MODEL,
                    rows.schema(),
                    Set.of("amt"),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
            publish(store, new Update.Define(bag), new Update.Write("orders", store.initial(bag, rows)));
            TableMemory orders = store.memory(1).table("orders").orElseThrow();
            StagedTable near = stage(store, "(1, 'a', 1.5::DOUBLE + 1e-15), (1, 'a', 2.5), (2, 'b', 3.1)");
            StagedDiff diff = store.net(orders, bag, near);
            assertThat(diff.added()).isEqualTo(1);
            assertThat(diff.retracted()).isEqualTo(1);
        }
    }

    @Test
    void widensAddsAndForgetsColumnsButReadsEachCommitAsItWas() {
        upsert("(1::INTEGER, 'a', 1.5), (2, 'b', NULL)");
        long second;
        try (Store store = engine.hold(Access.WRITE)) {
            TableMemory orders = store.memory(1).table("orders").orElseThrow();
            StagedTable rows = store.stage(new RowSet.Query(
                    "SELECT * FROM (VALUES (2::BIGINT, 2.25::DECIMAL(6,2), 'x')) t(id, amt, note)", Map.of(), NOW));
            TableDefinition wider = definition(rows, List.of("id"));
            StagedDiff diff = store.loads().upsert(orders, wider, rows);
            second = publish(store, new Update.Define(wider), new Update.Write("orders", diff));
        }
        try (Store store = engine.hold(Access.READ)) {
            assertThat(read(store, 1)).containsExactly("1 a 1.5", "2 b null");
            assertThat(read(store, second)).containsExactly("1 1.50 null", "2 2.25 x");
            TableMemory orders = store.memory(second).table("orders").orElseThrow();
            Store.Fingerprint fresh = store.fingerprint(orders, new RowSet.Stored(orders, second));
            assertThat(orders.digest()).isEqualTo(fresh.digest());
        }
    }

    @Test
    void refusesADraftWhoseTableMovedMeanwhile() {
        upsert("(1, 'a', 1.5)");
        TableMemory stale;
        try (Store store = engine.hold(Access.READ)) {
            stale = store.memory(1).table("orders").orElseThrow();
        }
        upsert("(2, 'b', 2.5)");
        try (Store store = engine.hold(Access.WRITE)) {
            Draft draft = draft(List.of(new Requirement.Unchanged(stale)), List.of());
            assertThatThrownBy(() -> store.publish(draft))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("orders");
            assertThat(store.resolve(new Position.Head())).isEqualTo(2);
        }
    }

    @Test
    void readsByTagAndMoment() {
        long first = upsert("(1, 'a', 1.5)");
        upsert("(2, 'b', 2.5)");
        try (Store store = engine.hold(Access.WRITE)) {
            store.tag("closing", first);
            assertThat(store.resolve(new Position.Tag("closing"))).isEqualTo(first);
            assertThat(store.resolve(new Position.Moment(NOW))).isEqualTo(1);
            assertThat(store.resolve(new Position.Moment(NOW.minusSeconds(1)))).isZero();
            assertThat(store.resolve(new Position.Moment(NOW.plusSeconds(1)))).isEqualTo(2);
            assertThat(store.log(5).get(1).tags()).containsExactly("closing");
        }
    }

    @Test
    void rebuildsTheHeadFromHistory() {
        upsert("(1, 'a', 1.5), (2, 'b', NULL)");
        long seq = upsert("(2, 'b', 2.5)");
        try (Store store = engine.hold(Access.WRITE)) {
            store.rebuildHead(store.memory(seq).table("orders").orElseThrow());
            assertThat(read(store, seq)).containsExactly("1 a 1.5", "2 b 2.5");
        }
    }

    @Test
    void aTableMayBeAViewForAWhile() {
        upsert("(1, 'a', 1.5), (2, 'b', NULL)");
        try (Store store = engine.hold(Access.WRITE)) {
            TableMemory orders = store.memory(1).table("orders").orElseThrow();
            StagedTable nothing =
                    store.stage(new RowSet.Query("FROM o WHERE false", Map.of("o", new RowSet.Stored(orders, 1)), NOW));
            StagedTable other =
                    store.stage(new RowSet.Query("SELECT 3 AS id, 'c' AS name, 'x' AS note", Map.of(), NOW));
            TableDefinition view = role(definition(other, List.of("id")), TableRole.VIEW);
            publish(
                    store,
                    new Update.Write("orders", store.net(orders, orders.definition(), nothing)),
                    new Update.Define(view),
                    logic("SELECT 3 AS id, 'c' AS name, 'x' AS note"),
                    new Update.Reflect("orders", NOW));
            TableMemory asView = store.memory(2).table("orders").orElseThrow();
            assertThat(asView.rows()).isZero();
            TableDefinition table = role(view, TableRole.MODEL);
            publish(store, new Update.Define(table), new Update.Write("orders", store.net(asView, table, other)));
            assertThat(read(store, 3)).containsExactly("3 c x");
            assertThat(read(store, 1)).containsExactly("1 a 1.5", "2 b null");
            TableMemory again = store.memory(3).table("orders").orElseThrow();
            assertThat(store.fingerprint(again, new RowSet.Stored(again, 3)).digest())
                    .isEqualTo(again.digest());
        }
    }

    @Test
    void aDroppedTableMayBeMadeAgain() {
        upsert("(1, 'a', 1.5), (2, 'b', NULL)");
        try (Store store = engine.hold(Access.WRITE)) {
            publish(store, new Update.Drop("orders"));
            TableMemory dropped =
                    Objects.requireNonNull(store.memory(2).tables().get("orders"));
            StagedTable rows = stage(store, "(2, 'b', NULL), (3, 'c', 3.5)");
            TableDefinition definition = definition(rows, List.of("id"));
            StagedDiff diff = store.net(dropped, definition, rows);
            publish(store, new Update.Define(definition), new Update.Write("orders", diff));
            assertThat(read(store, 3)).containsExactly("2 b null", "3 c 3.5");
            assertThat(read(store, 2)).isEmpty();
            assertThat(read(store, 1)).containsExactly("1 a 1.5", "2 b null");
        }
    }

    private static Update logic(String sql) {
        Timeline<Update.LogicText> timeline = Timeline.always(new Update.LogicText(sql, sql, List.of()));
        return new Update.SetLogic("orders", timeline, timeline);
    }

    private static TableDefinition role(TableDefinition definition, TableRole role) {
        return new TableDefinition(
                definition.name(),
                role,
                definition.schema(),
                definition.inexact(),
                definition.key(),
                definition.effective(),
                Optional.empty());
    }

    private long upsert(String values) {
        try (Store store = engine.hold(Access.WRITE)) {
            StagedTable rows = stage(store, values);
            Optional<TableMemory> orders =
                    store.memory(store.resolve(new Position.Head())).table("orders");
            TableDefinition definition = definition(rows, List.of("id"));
            if (orders.isEmpty()) {
                return publish(
                        store,
                        new Update.Define(definition),
                        new Update.Write("orders", store.initial(definition, rows)));
            }
            return publish(
                    store,
                    new Update.Write(
                            "orders",
                            store.loads().upsert(orders.get(), orders.get().definition(), rows)));
        }
    }

    private static StagedTable stage(Store store, String values) {
        return store.stage(new RowSet.Query("SELECT * FROM (VALUES " + values + ") t(id, name, amt)", Map.of(), NOW));
    }

    private static TableDefinition definition(StagedTable rows, List<String> key) {
        return new TableDefinition(
                "orders",
                TableRole.SOURCE,
                rows.schema(),
                Set.of(),
                key,
                Optional.empty(),
                Optional.of(LoadKind.UPSERT));
    }

    private static long publish(Store store, Update... updates) {
        return store.publish(draft(List.of(), List.of(updates)));
    }

    private static Draft draft(List<Requirement> requirements, List<Update> updates) {
        CommitContext context =
                new CommitContext(NOW, "UTC", Map.of("vat", "0.2"), "duckdb", "0.1.0", Optional.empty(), false, "test");
        return new Draft(
                "main",
                CommitKind.LOAD,
                OptionalLong.empty(),
                context,
                "someone",
                "it's a message",
                requirements,
                updates);
    }

    private static List<String> read(Store store, long seq) {
        return store.memory(seq)
                .table("orders")
                .map(orders -> rows(store, new RowSet.Stored(orders, seq)))
                .orElse(List.of());
    }

    private static List<String> rows(Store store, RowSet relation) {
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
}
