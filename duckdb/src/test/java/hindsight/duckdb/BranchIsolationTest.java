package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.engine.Access;
import hindsight.history.Branch;
import hindsight.history.Commit;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.RefusedException;
import hindsight.run.Branches;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Tag;
import hindsight.run.Verify;
import hindsight.time.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class BranchIsolationTest {
    private static final String ORDERS =
            "SELECT * FROM (VALUES (1, DATE '2025-02-10', 100), (2, DATE '2025-03-05', 200), "
                    + "(3, DATE '2025-03-05', 300)) t(id, d, amt)";
    private static final String OTHERS =
            "SELECT * FROM (VALUES (1, DATE '2025-02-10', 150), (3, DATE '2025-03-05', 300), (4, DATE '2025-03-06', 50)) t(id, d, amt)";

    @TempDir
    Path folder;

    /** Each change on each of three branches in turn: the others stay as they are, and what has changed is sound. */
    @TestFactory
    Stream<DynamicTest> noBranchSeesWhatHappensOnAnother() {
        return changes().entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(
                        change.getKey(), () -> everywhere(folder.resolve(change.getKey()), change.getValue())));
    }

    private static Map<String, Consumer<ShopFolder>> changes() {
        Map<String, Consumer<ShopFolder>> changes = new TreeMap<>(kinds());
        changes.put("rows", shop -> {
            shop.load(OTHERS);
            shop.apply();
        });
        changes.put("no rows", shop -> {
            shop.load(ORDERS + " WHERE false");
            shop.apply();
        });
        changes.put("wider and more columns", shop -> {
            shop.load("SELECT id, d, amt::BIGINT * 10_000_000_000 AS amt, 'x' AS note FROM (" + ORDERS + ")");
            shop.apply();
        });
        changes.put(
                "logic",
                shop -> shop.model("daily", daily("sum(amt) * 2 AS total")).apply());
        changes.put(
                "another type",
                shop -> shop.model("daily", daily("list(amt)::VARCHAR AS total"))
                        .apply());
        changes.put("columns and back", shop -> {
            shop.model("daily", daily("sum(amt) AS total, max(id) AS last")).apply();
            base(shop).apply();
        });
        return changes;
    }

    private static Map<String, Consumer<ShopFolder>> kinds() {
        Map<String, Consumer<ShopFolder>> changes = new HashMap<>();
        changes.put("drop", shop -> dropped(shop.delete("models/days.sql"), "days"));
        changes.put("drop and again", shop -> {
            dropped(shop.delete("models/days.sql"), "days");
            base(shop).apply();
        });
        changes.put(
                "rename",
                shop -> shop.delete("models/days.sql")
                        .model("dates", "/*---\nwas: days\n---*/\nSELECT count(*) AS n FROM daily")
                        .apply());
        changes.put(
                "view to table",
                shop -> shop.model("seen", "SELECT d, total FROM daily WHERE total > 100")
                        .apply());
        changes.put("another view, then a table", shop -> {
            shop.model("seen", view("SELECT d, total, 1 AS one FROM daily")).apply();
            shop.model("seen", "SELECT d, total, 1::BIGINT AS one FROM daily").apply();
        });
        changes.put(
                "table to view",
                shop -> shop.model("days", view("SELECT count(*) AS n FROM daily"))
                        .apply());
        changes.put(
                "a new table",
                shop -> shop.model("fresh", "SELECT id, amt FROM orders").apply());
        return changes;
    }

    private void everywhere(Path place, Consumer<ShopFolder> change) throws IOException {
        ShopFolder shop = forked(place);
        List<String> branches = List.of("one", "main", "two");
        for (String branch : branches) {
            Map<String, String> before = content(shop);
            change.accept(base(shop.on(branch)));
            Map<String, String> after = content(shop);
            for (String other : branches) {
                if (!other.equals(branch)) {
                    assertThat(after.get(other))
                            .as("%s after a change of %s", other, branch)
                            .isEqualTo(before.get(other));
                }
            }
            for (String made : List.of("dates", "fresh")) {
                Files.deleteIfExists(place.resolve("models/" + made + ".sql"));
            }
        }
        branches.forEach(branch -> assertSound(shop.on(branch)));
    }

    @Test
    void aBranchBeginsWithWhatItsParentHad() {
        ShopFolder shop = forked(folder);
        assertThat(content(shop).get("one")).isEqualTo(content(shop).get("main"));
        shop.on("main").load(OTHERS);
        shop.on("one").load(ORDERS + " WHERE id < 3");
        assertThat(shop.on("two").rows("orders")).hasSize(3);
        make(shop.on("one"), "three");
        assertThat(shop.on("three").rows("orders")).hasSize(2);
    }

    @Test
    void commitsOfOthersAreNotSeen() {
        ShopFolder shop = forked(folder);
        shop.on("main").load(OTHERS);
        shop.on("one").load(ORDERS + " WHERE id < 3");
        shop.on("main").load(ORDERS);
        assertThat(log(shop.on("one"))).containsExactly(4L, 2L, 1L);
        assertThat(log(shop.on("two"))).containsExactly(2L, 1L);
        assertThat(log(shop.on("main"))).containsExactly(5L, 3L, 2L, 1L);
        assertThat(resolved(shop.on("one"), 3)).isEqualTo(2);
        assertThat(resolved(shop.on("one"), 5)).isEqualTo(4);
        assertThat(resolved(shop.on("main"), 4)).isEqualTo(3);
        assertThatThrownBy(() -> resolved(shop.on("two"), 6))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("the last commit is 5");
        assertThat(parent(shop.on("one"), 4)).isEqualTo(2);
        assertThat(fork(shop, "one")).isEqualTo("main 2 +1 -2");
        assertThat(fork(shop, "two")).isEqualTo("one 2 +0 -1");
    }

    @Test
    void tagsOfOthersAreTheLastCommitBefore() {
        ShopFolder shop = forked(folder);
        shop.on("main").load(OTHERS);
        shop.in(Progress.SILENT, workspace -> new Tag(workspace).run("late", new Position.Head()));
        long seen = shop.on("one")
                .in(Progress.SILENT, workspace -> workspace.reading(store -> store.resolve(new Position.Tag("late"))));
        assertThat(seen).isEqualTo(2);
        List<Tag.Named> tags = shop.in(Progress.SILENT, workspace -> new Tag(workspace).list());
        assertThat(tags).extracting(tag -> tag.commit().seq()).containsExactly(3L);
    }

    @Test
    void aForkLiesInThePast() {
        ShopFolder shop = forked(folder);
        shop.on("main").load(OTHERS);
        shop.apply();
        shop.in(Progress.SILENT, workspace -> new Branches(workspace).make("past", new Position.Version(1)));
        assertThat(shop.on("past").memory().live())
                .extracting(TableMemory::name)
                .containsExactly("orders");
        assertThat(shop.rows("orders")).hasSize(3);
        assertThat(base(shop).apply().seq()).hasValue(5);
        assertThat(shop.rows("days")).containsExactly("2");
        assertSound(shop);
    }

    @Test
    void theHeadOfABranchTakesWhatMainHasAndNotItsHistory() {
        ShopFolder shop = forked(folder);
        assertThat(read(shop.on("one"))).contains("t1_head").doesNotContain("t1_plus");
        shop.on("main").load(OTHERS);
        assertThat(read(shop.on("one")))
                .contains("t1_head")
                .contains("t1_minus")
                .doesNotContain("JOIN");
        shop.on("one").load(ORDERS + " WHERE id < 3");
        assertThat(read(shop.on("one"))).contains("t1_head").contains("JOIN").doesNotContain("t1_plus");
        shop.on("main").load("SELECT id, d, amt::BIGINT AS amt FROM (" + OTHERS + ")");
        assertThat(read(shop.on("one"))).doesNotContain("t1_head");
    }

    @Test
    void namesOfDroppedBranchesAreFree() {
        ShopFolder shop = forked(folder);
        shop.on("two").load(OTHERS);
        assertThatThrownBy(() -> delete(shop.on("main"), "one"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two came from it");
        delete(shop, "two");
        assertThatThrownBy(() -> shop.on("two").memory()).hasMessageContaining("'two'");
        make(shop.on("main"), "two");
        assertThat(shop.on("two").rows("orders")).hasSize(3);
        assertThat(log(shop)).containsExactly(2L, 1L);
    }

    private ShopFolder forked(Path place) {
        ShopFolder shop = base(new ShopFolder(place));
        shop.load(ORDERS);
        shop.apply();
        make(shop, "one");
        make(shop.on("one"), "two");
        return shop.on("main");
    }

    private static ShopFolder base(ShopFolder shop) {
        return shop.model("daily", daily("sum(amt) AS total"))
                .model("days", "SELECT count(*) AS n FROM daily")
                .model("seen", view("SELECT d, total FROM daily"));
    }

    private static String daily(String value) {
        return "/*---\nkey: [d]\n---*/\nSELECT d, " + value + " FROM orders GROUP BY d";
    }

    private static String view(String sql) {
        return "/*---\nmaterialized: view\n---*/\n" + sql;
    }

    private static void dropped(ShopFolder shop, String model) {
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of(model)));
    }

    private static void make(ShopFolder shop, String name) {
        shop.in(Progress.SILENT, workspace -> new Branches(workspace).make(name, new Position.Head()));
    }

    private static void delete(ShopFolder shop, String name) {
        shop.in(Progress.SILENT, workspace -> {
            new Branches(workspace).delete(name);
            return true;
        });
    }

    /** All that the branches have, each as one text. */
    private static Map<String, String> content(ShopFolder shop) {
        return shop.on("main")
                .in(
                        Progress.SILENT,
                        workspace -> workspace.reading(store -> {
                            Map<String, String> content = new HashMap<>();
                            for (Branch branch : store.branches()) {
                                content.put(branch.name(), content(store, store.memory(branch.name(), branch.head())));
                            }
                            return content;
                        }));
    }

    private static String content(Store store, Memory memory) {
        List<String> lines = new ArrayList<>();
        for (TableMemory table : memory.live()) {
            lines.add(table.definition() + " " + table.columns() + " " + table.digest() + " " + table.rows() + " "
                    + table.definedAt() + " " + table.changedAt() + " " + table.model());
            if (!table.isView()) {
                lines.addAll(ShopFolder.rows(store, new RowSet.Stored(table, memory.seq())));
            }
        }
        return String.join("\n", lines);
    }

    private static void assertSound(ShopFolder shop) {
        Verify.Result result = shop.in(
                Progress.SILENT,
                workspace -> new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)));
        assertThat(result).matches(Verify.Result::isEqual);
    }

    private static List<Long> log(ShopFolder shop) {
        return shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(
                        store -> store.log(100).stream().map(Commit::seq).toList()));
    }

    private static long resolved(ShopFolder shop, long seq) {
        return shop.in(
                Progress.SILENT, workspace -> workspace.reading(store -> store.resolve(new Position.Version(seq))));
    }

    private static long parent(ShopFolder shop, long seq) {
        return shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(
                        store -> store.commit(seq).orElseThrow().parent().orElseThrow()));
    }

    private static String fork(ShopFolder shop, String name) {
        return shop.in(Progress.SILENT, workspace -> workspace.reading(Store::branches)).stream()
                .filter(branch -> branch.name().equals(name))
                .flatMap(branch -> branch.fork().stream())
                .map(fork -> fork.parent() + " " + fork.seq() + " +" + fork.ahead() + " -" + fork.behind())
                .findFirst()
                .orElseThrow();
    }

    /** What reading orders reads. */
    private static String read(ShopFolder shop) {
        return shop.in(Progress.SILENT, workspace -> {
            try (Store store = workspace.engine().hold(Access.READ, workspace.branch())) {
                Memory main = store.memory("main", store.branches().get(0).head());
                return new Heads(((DuckEngine) workspace.engine()).session(), () -> main, new Logs(Map::of, Map::of))
                        .of(ShopFolder.memory(store).table("orders").orElseThrow());
            }
        });
    }
}
