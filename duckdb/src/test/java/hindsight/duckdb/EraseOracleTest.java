package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Memory;
import hindsight.history.Rows;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.RefusedException;
import hindsight.project.SqlText;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.Erase;
import hindsight.run.History;
import hindsight.run.Keep;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Prune;
import hindsight.run.Query;
import hindsight.run.Restore;
import hindsight.run.Seal;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two shops to which the same happens, but that in one of them some rows are never loaded; in the other they are, and are erased: both answer alike, from the beginning on. */
class EraseOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 9);
    private static final int LONG = 25;
    private static final int ERASED = 3;
    private static final List<String> TOPS = List.of(
            "SELECT note, max(amt) AS top FROM people GROUP BY note",
            "SELECT note, min(id) AS top FROM people GROUP BY note",
            "SELECT note, count(*) AS top, sum(amt) AS amt FROM people GROUP BY note");
    private static final List<String> SEEN = List.of(
            "SELECT e.page, f.note FROM events e JOIN few f ON e.id = f.id",
            "SELECT page, count(*) AS n FROM events GROUP BY page",
            "SELECT e.page, f.note, f.amt > 30 AS big FROM events e LEFT JOIN few f ON e.id = f.id");

    @TempDir
    Path folder;

    private final Random random = Seed.random(EraseOracleTest.class);
    private final List<String> branches = new ArrayList<>(List.of("main"));
    private final List<Moment> moments = new ArrayList<>();
    private Shop with;
    private Shop without;

    private record Shop(ShopFolder folder, String filter) {}

    /** A commit of one shop and what goes with it in the other. */
    private record Moment(String branch, long with, long without, boolean load) {}

    @Test
    void erasedRowsHaveNeverBeenThere() {
        erases(STEPS);
    }

    @Tag("slow")
    @Test
    void erasedRowsHaveNeverBeenThereInLongPasts() {
        erases(LONG);
    }

    private void erases(int steps) {
        with = new Shop(new ShopFolder(folder.resolve("with")), "true");
        without = new Shop(new ShopFolder(folder.resolve("without")), "id <> " + ERASED);
        both(shop -> {
            shop.folder().settings("sources: {people: {key: [id]}, events: {load: append}}");
            shop.folder()
                    .model("few", "/*---\nmaterialized: view\n---*/\nSELECT id, note, amt FROM people WHERE amt > 10");
            shop.folder().model("topmost", "SELECT max(top) AS t FROM tops");
            shop.folder().model("tops", "/*---\nkey: [note]\n---*/\n" + TOPS.get(0));
            shop.folder().model("seen", SEEN.get(0));
        });
        people(1 + random.nextInt(7));
        events();
        both(EraseOracleTest::apply);
        goOn(steps);
        if (random.nextBoolean()) {
            with.folder().in(Progress.SILENT, workspace -> new Seal(workspace).run(List.of()));
        }
        boolean pruned = random.nextBoolean() && prune(1 + random.nextInt(steps));
        erase();
        compare();
        with = new Shop(with.folder(), without.filter());
        goOn(steps);
        compare();
        System.out.println(moments.size() + " moments on " + branches + (pruned ? ", pruned" : ""));
    }

    private void erase() {
        for (String table : List.of("people", "events")) {
            History.Choice rows = table.equals("people") && random.nextBoolean()
                    ? new History.Choice.Key("id=" + ERASED)
                    : new History.Choice.Where("id = " + ERASED);
            Erase.Result erased = with.folder()
                    .on("main")
                    .in(
                            Progress.SILENT,
                            workspace -> new Erase(workspace)
                                    .run(new Erase.Request(table, rows, "asked to", false, false), found -> {}));
            assertThat(erased.versions()).isPositive();
        }
    }

    private boolean prune(int kept) {
        try {
            with.folder()
                    .on("main")
                    .in(
                            Progress.SILENT,
                            workspace -> new Prune(workspace)
                                    .run(new Prune.Request(List.of(), new Keep.Commits(kept), false)));
            return true;
        } catch (RefusedException needed) {
            return false;
        }
    }

    private void goOn(int steps) {
        for (int i = 0; i < steps; i++) {
            String branch = branches.get(random.nextInt(branches.size()));
            both(shop -> shop.folder().on(branch));
            step(branch);
        }
    }

    private void step(String branch) {
        boolean load = false;
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> load = people(random.nextInt(8));
            case 3, 4 -> load = events();
            case 5 -> {
                String text = TOPS.get(random.nextInt(TOPS.size()));
                both(shop -> shop.folder().model("tops", "/*---\nkey: [note]\n---*/\n" + text));
            }
            case 6 -> {
                String text = SEEN.get(random.nextInt(SEEN.size()));
                both(shop -> shop.folder().model("seen", text));
            }
            case 7 -> of(branch, true).ifPresent(this::undo);
            case 8 -> of(branch, false).ifPresent(this::restore);
            default -> fork();
        }
        if (load) {
            remember(branch, true);
        }
        if (random.nextInt(4) > 0) {
            both(EraseOracleTest::apply);
            remember(branch, false);
        }
    }

    private void remember(String branch, boolean load) {
        moments.add(new Moment(branch, head(with), head(without), load));
    }

    private static long head(Shop shop) {
        return shop.folder().in(Progress.SILENT, workspace -> workspace.reading(store -> store.head()));
    }

    private Optional<Moment> of(String branch, boolean load) {
        List<Moment> found = moments.stream()
                .filter(moment -> moment.branch().equals(branch) && (moment.load() || !load))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    /** @param more rows than those before the erased one */
    private boolean people(int more) {
        String content = "SELECT * FROM (SELECT i AS id, (hash(i, " + random.nextInt(4)
                + ") % 9 * 10)::DECIMAL(12,2) AS amt, ['a', 'b', 'c', 'd'][1 + (hash(i // 2, " + random.nextInt(4)
                + ") % 4)::INTEGER] AS note FROM range(" + (ERASED + more) + ") t(i)) WHERE ";
        both(shop -> shop.folder().load("people", List.of("id"), content + shop.filter()));
        return true;
    }

    private boolean events() {
        String content = "SELECT * FROM (SELECT if(i = 0, " + ERASED + ", hash(i, " + random.nextInt(9)
                + ") % 7)::BIGINT AS id, ['/a', '/b'][1 + i % 2] AS page FROM range(" + (3 + random.nextInt(6))
                + ") t(i)) WHERE ";
        both(shop -> shop.folder().load("events", List.of(), content + shop.filter()));
        return true;
    }

    private void undo(Moment moment) {
        both(shop -> {
            Position commit = commit(shop, moment);
            try {
                shop.folder()
                        .in(
                                Progress.SILENT,
                                workspace -> new Undo(workspace)
                                        .run(new Undo.Request(
                                                commit, ConflictPolicy.KEEP_LATER, false, "", Confirmation.GIVEN)));
            } catch (RefusedException undoneBefore) {
                assertThat(undoneBefore).hasMessageContaining("has undone it");
            }
        });
    }

    private void restore(Moment moment) {
        both(shop -> shop.folder()
                .in(
                        Progress.SILENT,
                        workspace -> new Restore(workspace)
                                .run(new Restore.Request(commit(shop, moment), false, "", Confirmation.GIVEN))));
    }

    private Position commit(Shop shop, Moment moment) {
        return new Position.Version(shop.folder().equals(with.folder()) ? moment.with() : moment.without());
    }

    private void fork() {
        if (branches.size() < 3) {
            String name = "b" + branches.size();
            both(shop -> shop.folder()
                    .in(Progress.SILENT, workspace -> new Branches(workspace).make(name, new Position.Head())));
            branches.add(name);
        }
    }

    private static void apply(Shop shop) {
        shop.folder().apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("tops", "seen"), Set.of()));
    }

    private void both(Consumer<Shop> step) {
        step.accept(with);
        step.accept(without);
    }

    private void compare() {
        for (Moment moment : moments) {
            both(shop -> shop.folder().on(moment.branch()));
            assertThat(answer(with, moment.with()))
                    .as("#%d is #%d on %s", moment.with(), moment.without(), moment.branch())
                    .isEqualTo(answer(without, moment.without()));
        }
        for (String branch : branches) {
            Verify.Request all = new Verify.Request(Optional.empty(), Optional.empty(), false);
            Verify.Result found =
                    with.folder().on(branch).in(Progress.SILENT, workspace -> new Verify(workspace).run(all));
            assertThat(found.tables()).allMatch(Verify.Table::isEqual);
        }
    }

    private static Set<String> answer(Shop shop, long seq) {
        return shop.folder().in(Progress.SILENT, workspace -> {
            Memory memory = workspace.reading(store -> store.memory(seq));
            Set<String> answers = new TreeSet<>();
            String sql = memory.live().stream()
                    .map(table -> "SELECT '" + table.name() + " ' || t::VARCHAR AS r FROM " + table.name() + " t")
                    .collect(Collectors.joining(" UNION ALL "));
            Query.Request request = new Query.Request(
                    SqlText.of("query", sql), Optional.of(new Position.Version(seq)), Optional.empty());
            answers.add(new Query(workspace).<String>rows(request, (read, rows) -> shown(rows)));
            memory.live().stream()
                    .filter(table -> !table.isView())
                    .forEach(table -> answers.add(table.name() + " " + table.rows() + " " + table.digest()));
            return answers;
        });
    }

    private static String shown(Rows rows) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
            found.add(String.valueOf(rows.value(0)));
        }
        return found.stream().sorted().collect(Collectors.joining("; "));
    }
}
