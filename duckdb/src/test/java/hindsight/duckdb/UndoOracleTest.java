package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.RefusedException;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Restore;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import hindsight.time.Timeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of loads, edits, undos and restores beside primary facts that are kept whole for every commit and merged value by value.
 * Whatever was done, sources and logic are as merged there, models are as recomputed, nothing is pending, and the past is as it was.
 */
class UndoOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 30);
    private static final String DAILY = "/*---\nkey: [d]\neffective: d\n---*/\n";
    private static final String RATED = "SELECT d, sum(amt) * %s AS tax FROM orders GROUP BY d\n";
    private static final String FLAT =
            "SELECT o.note, count(*) AS n, sum(o.amt) * %s AS amt FROM orders o JOIN events e ON o.note = e.note GROUP BY o.note\n";

    @TempDir
    Path folder;

    private final Random random = Seed.random(UndoOracleTest.class);
    private final List<String> told = new ArrayList<>();
    private final Map<Long, PrimaryFacts> commits = new HashMap<>();
    private final Map<Long, Map<String, String>> digests = new HashMap<>();
    private final Map<Long, Long> undone = new HashMap<>();
    private final Map<String, Timeline<String>> declared = new HashMap<>();
    private ShopFolder shop;
    private PrimaryFacts head = PrimaryFacts.NONE;
    private long setUp;

    @Test
    void primaryFactsAreAsMergedAndModelsAsRecomputed() {
        shop = new ShopFolder(folder).settings("sources: {orders: {key: [id]}, events: {load: append}}");
        shop.model("shown", "/*---\nmaterialized: view\n---*/\nSELECT note, amt FROM orders WHERE amt > 20");
        shop.model("total", "SELECT count(*) AS n, sum(amt) AS amt FROM shown");
        shop.model("yearly", "SELECT year(d) AS y, sum(tax) AS tax FROM daily GROUP BY y");
        while (head.orders().isEmpty()) {
            load();
        }
        while (head.events().isEmpty()) {
            loadEvents();
        }
        edit("daily", Timeline.always(rated(1)));
        edit("flat", Timeline.always(FLAT.formatted("0.5")));
        setUp = shop.memory().seq();
        for (int step = 0; step < STEPS; step++) {
            try {
                step();
                check();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("after " + String.join("\n  ", told), e);
            }
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> load();
            case 3 -> loadEvents();
            case 4, 5 -> editDaily();
            case 6 -> edit("flat", Timeline.always(FLAT.formatted("0." + (1 + random.nextInt(9)))));
            case 7, 8 -> undo();
            default -> restore();
        }
    }

    private static String rated(int rate) {
        return RATED.formatted("0." + rate);
    }

    private void load() {
        Map<Integer, PrimaryFacts.Order> rows = new HashMap<>(head.orders());
        for (int i = 0; i <= random.nextInt(4); i++) {
            int id = random.nextInt(PrimaryFacts.IDS);
            PrimaryFacts.Order old = rows.get(id);
            switch (random.nextInt(old == null ? 1 : 5)) {
                case 0 -> rows.put(id, new PrimaryFacts.Order(random.nextInt(60), 10 * random.nextInt(10), note()));
                case 1 -> rows.put(id, new PrimaryFacts.Order(random.nextInt(60), old.amt(), old.note()));
                case 2 -> rows.put(id, new PrimaryFacts.Order(old.day(), old.amt() + 10, old.note()));
                case 3 -> rows.put(id, new PrimaryFacts.Order(old.day(), old.amt(), note()));
                default -> rows.remove(id);
            }
        }
        if (rows.equals(head.orders()) || rows.isEmpty()) {
            return;
        }
        PrimaryFacts loaded = head.withOrders(rows);
        committed(shop.load(loaded.ordersSql()), "load " + rows, loaded);
        follow();
    }

    private String note() {
        return PrimaryFacts.NOTES.get(random.nextInt(3));
    }

    private void loadEvents() {
        Map<String, Integer> rows = new HashMap<>(head.events());
        rows.merge(note(), 1 - random.nextInt(3), Integer::sum);
        rows.merge(note(), 1, Integer::sum);
        rows.values().removeIf(count -> count <= 0);
        if (rows.equals(head.events()) || rows.isEmpty()) {
            return;
        }
        PrimaryFacts loaded = head.withEvents(rows);
        committed(shop.load("events", List.of(), loaded.eventsSql()), "events " + rows, loaded);
        follow();
    }

    private void follow() {
        if (head.logic().isEmpty()) {
            return;
        }
        shop.apply().seq().ifPresent(seq -> committed(seq, "follow", head));
    }

    private void editDaily() {
        Timeline<String> timeline = Timeline.always(rated(1 + random.nextInt(9)));
        int sections = random.nextInt(3);
        int day = 0;
        for (int i = 0; i < sections; i++) {
            day += 1 + random.nextInt(20);
            timeline = timeline.with(Days.since(day), rated(1 + random.nextInt(9)));
        }
        if (random.nextBoolean()) {
            Timeline<String> before = declared.get("daily");
            timeline = (before == null ? timeline : before).with(Days.since(day + 1), rated(1 + random.nextInt(9)));
        }
        edit("daily", timeline);
    }

    /** Where a file says something else than before, that goes in force; elsewhere what is stays. */
    private void edit(String model, Timeline<String> file) {
        shop.model(model, (model.equals("daily") ? DAILY : "") + Days.text(file));
        Timeline<String> inForce = head.logic().get(model);
        Timeline<String> before = declared.get(model);
        Timeline<String> wanted = inForce == null
                ? file
                : before.beside(file, (old, now) -> old.equals(now) ? "" : now)
                        .beside(inForce, (edited, is) -> edited.isEmpty() ? is : edited);
        declared.put(model, file);
        if (declared.size() < 2) {
            return;
        }
        Map<String, Timeline<String>> logic = new HashMap<>(head.logic());
        logic.put(model, wanted);
        declared.forEach(logic::putIfAbsent);
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("daily", "flat"), Set.of()))
                .seq()
                .ifPresent(seq -> committed(
                        seq,
                        "edit " + model + " " + file,
                        new PrimaryFacts(head.orders(), head.events(), Map.copyOf(logic))));
    }

    private void committed(long seq, String what, PrimaryFacts facts) {
        told.add("#" + seq + " " + what);
        head = facts;
        commits.put(seq, facts);
        Memory memory = shop.memory();
        Map<String, String> sums = new HashMap<>();
        memory.live().forEach(table -> sums.put(table.name(), table.rows() + " " + table.digest()));
        digests.put(seq, sums);
    }

    private long any() {
        List<Long> later =
                commits.keySet().stream().filter(seq -> seq > setUp).sorted().toList();
        return later.isEmpty() ? 0 : later.get(random.nextInt(later.size()));
    }

    private void undo() {
        long seq = any();
        if (seq == 0) {
            return;
        }
        ConflictPolicy policy = List.of(ConflictPolicy.values()).get(random.nextInt(3));
        long parent = commits.keySet().stream()
                .filter(other -> other < seq)
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        PrimaryFacts base = commits.get(seq);
        PrimaryFacts theirs = commits.get(parent);
        PrimaryFacts.Merged expected = PrimaryFacts.Merged.of(base, theirs, head, policy);
        told.add("undo " + seq + " " + policy);
        ReversalResult result;
        try {
            result = shop.in(
                    Progress.SILENT,
                    workspace -> new Undo(workspace)
                            .run(new Undo.Request(new Position.Version(seq), policy, false, "", Confirmation.GIVEN))
                            .reversal());
        } catch (RefusedException refused) {
            assertThat(undone.containsKey(seq) || base.equals(theirs)).isTrue();
            return;
        }
        assertThat(undone).doesNotContainKey(seq);
        assertThat(result.clashes() > 0).as("conflicts %s", result.conflicts()).isEqualTo(expected.clashes());
        if (expected.clashes() && policy == ConflictPolicy.FAIL
                || expected.facts().equals(head)) {
            assertThat(result.seq()).isEmpty();
            return;
        }
        long commit = result.seq().orElseThrow();
        committed(commit, "undid " + seq + " " + policy, expected.facts());
        undone.put(seq, commit);
        undone.values().remove(seq);
    }

    private void restore() {
        long seq = any();
        if (seq == 0) {
            return;
        }
        told.add("restore " + seq);
        PrimaryFacts then = commits.get(seq);
        shop.in(
                        Progress.SILENT,
                        workspace -> new Restore(workspace)
                                .run(new Restore.Request(new Position.Version(seq), false, "", Confirmation.GIVEN))
                                .reversal())
                .seq()
                .ifPresentOrElse(
                        commit -> committed(commit, "restored " + seq, then),
                        () -> assertThat(head).isEqualTo(then));
    }

    private void check() {
        assertThat(shop.rows("orders")).isEqualTo(head.shownOrders());
        assertThat(shop.rows("events")).isEqualTo(head.shownEvents());
        Memory memory = shop.memory();
        head.logic()
                .forEach((model, timeline) -> assertThat(inForce(memory, model)).isEqualTo(timeline));
        assertThat(shop.plan().isPending()).isFalse();
        shop.in(
                Progress.SILENT,
                workspace -> assertThat(new Verify(workspace)
                                .run(new Verify.Request(Optional.empty(), Optional.empty(), false))
                                .tables())
                        .allMatch(Verify.Table::isEqual));
        long earlier = any();
        if (earlier > 0) {
            shop.in(
                    Progress.SILENT,
                    workspace -> assertThat(new Verify(workspace)
                                    .run(new Verify.Request(
                                            Optional.empty(), Optional.of(new Position.Version(earlier)), false))
                                    .tables())
                            .allMatch(Verify.Table::isEqual));
            assertThat(sums(earlier)).isEqualTo(digests.get(earlier));
        }
    }

    private Map<String, String> sums(long seq) {
        Map<String, String> sums = new HashMap<>();
        shop.in(Progress.SILENT, workspace -> workspace.reading(store -> store.memory(seq)))
                .live()
                .forEach(table -> sums.put(table.name(), table.rows() + " " + table.digest()));
        return sums;
    }

    private static Timeline<String> inForce(Memory memory, String model) {
        return memory.table(model)
                .flatMap(TableMemory::model)
                .orElseThrow()
                .inForce()
                .map(LogicVersion::sql)
                .map(sql -> sql.strip() + "\n");
    }
}
