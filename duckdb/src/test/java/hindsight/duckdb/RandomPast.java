package hindsight.duckdb;

import hindsight.history.Branch;
import hindsight.history.Commit;
import hindsight.history.Store;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.RefusedException;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Restore;
import hindsight.run.Undo;
import hindsight.time.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A shop to which all sorts of things happen: loads, edits of models and timelines, undos, restores, branches. */
final class RandomPast {
    private static final List<String> NOTES = List.of("a", "b", "c", "d");
    private static final List<String> FLAT = List.of(
            "SELECT o.note, count(*) AS n, sum(o.amt) AS amt FROM orders o JOIN events e ON o.note = e.note GROUP BY o.note",
            "SELECT o.note, count(*) AS n, max(o.d) AS latest FROM orders o LEFT JOIN events e ON o.note = e.note GROUP BY o.note",
            "SELECT note, count(*)::HUGEINT AS n FROM orders GROUP BY note HAVING count(*) > 1");
    private static final List<String> BAG = List.of(
            "SELECT note, amt > 40 AS big FROM orders UNION ALL SELECT note, NULL FROM events",
            "SELECT note, amt > 40 AS big, d FROM orders",
            "SELECT DISTINCT note, row_number() OVER (PARTITION BY note ORDER BY id) AS turn FROM orders");

    private final ShopFolder shop;
    private final Random random;
    private final List<String> branches = new ArrayList<>(List.of("main"));
    private Instant now = Instant.parse("2025-03-01T08:00:00Z");

    RandomPast(ShopFolder shop, Random random) {
        this.shop = shop;
        this.random = random;
        shop.settings("sources: {orders: {key: [id]}, events: {load: append}}");
        shop.model("shown", "/*---\nmaterialized: view\n---*/\nSELECT note, amt FROM orders WHERE amt > 20");
        shop.model("total", "SELECT count(*) AS n, sum(amt) AS amt, current_date AS day FROM shown");
        shop.model("yearly", "/*---\nkey: [m]\n---*/\nSELECT month(d) AS m, sum(tax) AS tax FROM daily GROUP BY m");
        shop.model("ranked", "SELECT note, n, rank() OVER (ORDER BY n) AS place FROM flat");
        shop.model("flat", keyed("note", FLAT.get(0)));
        shop.model("bag", BAG.get(0));
        editDaily();
        load();
        loadEvents();
    }

    /** Goes on until there are so many commits more. */
    void goOn(int commits) {
        long end = newest() + commits;
        while (newest() < end) {
            now = now.plus(Duration.ofHours(random.nextInt(20)));
            shop.at(now).on(branches.get(random.nextInt(branches.size())));
            step();
        }
        shop.on("main");
    }

    List<String> branches() {
        return branches;
    }

    long newest() {
        return shop.in(Progress.SILENT, workspace -> workspace.reading(Store::branches)).stream()
                .mapToLong(Branch::head)
                .max()
                .orElse(0);
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> load();
            case 5, 6 -> loadEvents();
            case 7 -> editDaily();
            case 8 -> shop.model("flat", keyed("note", FLAT.get(random.nextInt(FLAT.size()))));
            case 9 -> shop.model("bag", BAG.get(random.nextInt(BAG.size())));
            case 10, 11 -> any().ifPresentOrElse(this::undo, this::load);
            case 12 -> any().ifPresent(this::restore);
            case 13 -> any().ifPresent(this::fork);
            default -> {}
        }
        apply();
    }

    private static String keyed(String key, String sql) {
        return "/*---\nkey: [" + key + "]\n---*/\n" + sql;
    }

    private void load() {
        shop.load("SELECT i AS id, DATE '2025-01-01' + (hash(i // 3, " + random.nextInt(9)
                + ") % 60)::INTEGER AS d, (hash(i, " + random.nextInt(4)
                + ") % 9 * 10)::DECIMAL(12,2) AS amt, ['a', 'b', 'c', 'd'][1 + (hash(i // 2, " + random.nextInt(4)
                + ") % 4)::INTEGER] AS note FROM range(" + (6 + random.nextInt(8)) + ") t(i)");
    }

    private void loadEvents() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            rows.add("SELECT '" + NOTES.get(random.nextInt(NOTES.size())) + "' AS note FROM range("
                    + (1 + random.nextInt(2)) + ")");
        }
        shop.load("events", List.of(), String.join(" UNION ALL ", rows));
    }

    private void editDaily() {
        String text = "/*---\nkey: [d]\neffective: d\n---*/\n" + rated();
        if (random.nextBoolean()) {
            text += "\n-- since: 2025-01-" + (10 + random.nextInt(20)) + "\n" + rated();
        }
        shop.model("daily", text);
    }

    private String rated() {
        return "SELECT d, sum(amt) * 0." + (1 + random.nextInt(9)) + " AS tax FROM orders GROUP BY d";
    }

    private void apply() {
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("daily", "flat", "bag"), Set.of()));
    }

    /** One of the commits after those that the models cannot do without. */
    private Optional<Position> any() {
        List<Long> commits = shop.in(Progress.SILENT, workspace -> workspace.reading(store -> store.log(1000))).stream()
                .map(Commit::seq)
                .filter(seq -> seq > 4)
                .toList();
        return commits.isEmpty()
                ? Optional.empty()
                : Optional.of(new Position.Version(commits.get(random.nextInt(commits.size()))));
    }

    private void undo(Position commit) {
        try {
            shop.in(
                    Progress.SILENT,
                    workspace -> new Undo(workspace)
                            .run(new Undo.Request(commit, ConflictPolicy.KEEP_LATER, false, "", Confirmation.GIVEN)));
        } catch (RefusedException nothingToUndo) {
            load();
        }
    }

    private void restore(Position commit) {
        shop.in(
                Progress.SILENT,
                workspace -> new Restore(workspace).run(new Restore.Request(commit, false, "", Confirmation.GIVEN)));
    }

    private void fork(Position from) {
        if (branches.size() < 4) {
            String name = "b" + branches.size();
            try {
                shop.in(Progress.SILENT, workspace -> new Branches(workspace).make(name, from));
                branches.add(name);
            } catch (RefusedException pruned) {
                load();
            }
        }
    }

    /** Leaves a branch alone that was dropped. */
    void forget(String branch) {
        branches.remove(branch);
    }
}
