package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.merge.ConflictPolicy;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.Merge;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Seal;
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
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random branches, each merged while main went on, beside primary facts merged value by value and a second project in which there never was
 * a branch: main's own changes and then those of the branch, one by one, make the same tables there. A merge that is undone never happened.
 */
class MergeOracleTest {
    private static final int BRANCHES = Integer.getInteger("hindsight.steps", 20);
    private static final String DAILY = "/*---\nkey: [d]\neffective: d\n---*/\n";

    @TempDir
    Path folder;

    @TempDir
    Path alone;

    private final Random random = Seed.random(MergeOracleTest.class);
    private final List<String> told = new ArrayList<>();
    private ShopFolder shop;
    private ShopFolder replica;
    private PrimaryFacts main = PrimaryFacts.NONE;
    private PrimaryFacts replicated = PrimaryFacts.NONE;
    private int compared;

    /** One change of primary facts, as it would be made anywhere. */
    private record Step(String what, UnaryOperator<PrimaryFacts> change) {}

    @Test
    void aMergeIsAsIfItsCommitsHadBeenMadeHere() {
        shop = begun(folder);
        replica = begun(alone);
        main = start();
        publish(shop, PrimaryFacts.NONE, main);
        replicate(main);
        for (int number = 0; number < BRANCHES; number++) {
            try {
                round("b" + number);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("after " + String.join("\n  ", told), e);
            }
        }
        assertThat(compared).isGreaterThan(BRANCHES / 5);
    }

    private static ShopFolder begun(Path where) {
        ShopFolder shop = new ShopFolder(where).settings("sources: {orders: {key: [id]}, events: {load: append}}");
        shop.model("shown", "/*---\nmaterialized: view\n---*/\nSELECT note, amt FROM orders WHERE amt > 20");
        shop.model("total", "SELECT count(*) AS n, sum(amt) AS amt FROM shown");
        return shop.model(
                "noted",
                "SELECT o.note, count(*) AS n, sum(o.amt) AS amt FROM orders o JOIN events e ON o.note = e.note GROUP BY o.note");
    }

    private static PrimaryFacts start() {
        return new PrimaryFacts(
                Map.of(0, new PrimaryFacts.Order(1, 10, "a"), 1, new PrimaryFacts.Order(40, 30, "b")),
                Map.of("a", 2, "b", 1),
                Map.of("daily", Timeline.always(rated(1))));
    }

    private void round(String branch) {
        PrimaryFacts base = main;
        shop.on("main").in(Progress.SILENT, workspace -> new Branches(workspace).make(branch, new Position.Head()));
        told.add("branch " + branch);
        List<PrimaryFacts> there = made(branch, steps(), base);
        List<PrimaryFacts> here = made("main", random.nextInt(4) == 0 ? List.of() : steps(), base);
        main = last(here);
        ConflictPolicy policy = List.of(ConflictPolicy.values()).get(random.nextInt(3));
        PrimaryFacts.Merged expected = PrimaryFacts.Merged.of(base, last(there), main, policy);
        boolean refused = expected.clashes() && policy == ConflictPolicy.FAIL;
        Map<String, String> before = digests(shop.on("main"));
        Optional<Long> seq = merge(branch, policy, expected.clashes());
        assertThat(seq.isEmpty()).isEqualTo(refused || there.size() == 1);
        if (refused) {
            assertThat(digests(shop)).isEqualTo(before);
        } else {
            main = expected.facts();
            check();
            assertThat(merge(branch, policy, false)).isEmpty();
        }
        compare(here, there, expected.clashes());
        if (random.nextInt(5) == 0) {
            seal();
        }
        if (seq.isPresent() && !digests(shop).equals(before) && random.nextBoolean()) {
            undoneAndBack(seq.get(), before);
        }
    }

    private void compare(List<PrimaryFacts> here, List<PrimaryFacts> there, boolean clashes) {
        here.forEach(this::replicate);
        if (!clashes && replayed(there, replicated).isPresent()) {
            assertThat(digests(shop)).isEqualTo(digests(replica));
            compared++;
        }
        replicate(main);
    }

    /** Changes nothing that anyone sees. */
    private void seal() {
        told.add("seal");
        shop.on("main").in(Progress.SILENT, workspace -> new Seal(workspace).run(List.of()));
    }

    private void undoneAndBack(long seq, Map<String, String> before) {
        Map<String, String> merged = digests(shop);
        long undo = undo(seq);
        assertThat(digests(shop)).isEqualTo(before);
        undo(undo);
        assertThat(digests(shop)).isEqualTo(merged);
    }

    private long undo(long seq) {
        told.add("undo #" + seq);
        return shop.in(
                        Progress.SILENT,
                        workspace -> new Undo(workspace)
                                .run(new Undo.Request(
                                        new Position.Version(seq), ConflictPolicy.FAIL, false, "", Confirmation.GIVEN))
                                .reversal())
                .seq()
                .orElseThrow();
    }

    private Optional<Long> merge(String branch, ConflictPolicy policy, boolean clashes) {
        Merge.Result result = shop.on("main")
                .in(
                        Progress.SILENT,
                        workspace -> new Merge(workspace)
                                .run(new Merge.Request(branch, policy, false, "", Confirmation.GIVEN)));
        told.add("merge " + branch + " " + policy + " as " + result.reversal().seq());
        assertThat(result.reversal().clashes() > 0)
                .as("conflicts %s", result.reversal().conflicts())
                .isEqualTo(clashes);
        return result.reversal().seq().stream().boxed().findFirst();
    }

    private List<Step> steps() {
        return Stream.generate(this::step).limit(1 + random.nextInt(3)).toList();
    }

    private Step step() {
        int id = random.nextInt(PrimaryFacts.IDS);
        int number = random.nextInt(60);
        String note = PrimaryFacts.NOTES.get(random.nextInt(PrimaryFacts.NOTES.size()));
        return switch (random.nextInt(7)) {
            case 0 -> order("new", id, old -> new PrimaryFacts.Order(number, 10 + number, note));
            case 1 -> order("day " + number, id, old -> new PrimaryFacts.Order(number, old.amt(), old.note()));
            case 2 -> order("amt " + number, id, old -> new PrimaryFacts.Order(old.day(), number, old.note()));
            case 3 -> order("gone", id, old -> null);
            case 4 ->
                new Step("events " + note, facts -> {
                    Map<String, Integer> events = new HashMap<>(facts.events());
                    events.merge(note, number < 20 ? -1 : 1, Integer::sum);
                    events.values().removeIf(count -> count <= 0);
                    return events.isEmpty() ? facts : facts.withEvents(events);
                });
            default ->
                new Step(
                        "logic since " + number,
                        facts -> facts.withLogic(
                                "daily", facts.logic().get("daily").with(Days.since(number), rated(1 + id))));
        };
    }

    /** A change of a row that is there; where there is none it comes only as a new one. */
    private static Step order(String what, int id, UnaryOperator<PrimaryFacts.Order> change) {
        return new Step("order " + id + " " + what, facts -> {
            Map<Integer, PrimaryFacts.Order> orders = new TreeMap<>(facts.orders());
            PrimaryFacts.Order old = orders.get(id);
            PrimaryFacts.Order next = old == null && !what.equals("new") ? null : change.apply(old);
            if (next == null) {
                orders.remove(id);
            } else {
                orders.put(id, next);
            }
            return orders.isEmpty() ? facts : facts.withOrders(orders);
        });
    }

    private static String rated(int rate) {
        return "SELECT d, sum(amt) * 0." + rate + " AS tax FROM orders GROUP BY d\n";
    }

    /** Makes changes on a branch, each a commit with what follows; all states that it was in, the last one last. */
    private List<PrimaryFacts> made(String branch, List<Step> steps, PrimaryFacts from) {
        List<PrimaryFacts> states = new ArrayList<>(List.of(from));
        for (Step step : steps) {
            PrimaryFacts before = last(states);
            PrimaryFacts after = step.change().apply(before);
            if (!after.equals(before)) {
                told.add(branch + " " + step.what());
                publish(shop.on(branch), before, after);
                states.add(after);
            }
        }
        return states;
    }

    private static PrimaryFacts last(List<PrimaryFacts> states) {
        return states.get(states.size() - 1);
    }

    /** Makes each change once more where there are no branches; empty when one of them cannot be made there. */
    private Optional<PrimaryFacts> replayed(List<PrimaryFacts> states, PrimaryFacts onto) {
        PrimaryFacts facts = onto;
        for (int i = 1; i < states.size(); i++) {
            PrimaryFacts.Merged next =
                    PrimaryFacts.Merged.of(states.get(i - 1), states.get(i), facts, ConflictPolicy.FAIL);
            if (next.clashes()) {
                return Optional.empty();
            }
            facts = next.facts();
            replicate(facts);
        }
        return Optional.of(facts);
    }

    private void replicate(PrimaryFacts facts) {
        publish(replica, replicated, facts);
        replicated = facts;
    }

    private static void publish(ShopFolder shop, PrimaryFacts before, PrimaryFacts after) {
        if (after.equals(before)) {
            return;
        }
        if (!after.orders().equals(before.orders())) {
            shop.load(after.ordersSql());
        }
        if (!after.events().equals(before.events())) {
            shop.load("events", List.of(), after.eventsSql());
        }
        write(shop, after);
        shop.apply(new PlanOptions(
                Optional.empty(), Optional.empty(), before.logic().isEmpty() ? Set.of() : Set.of("daily"), Set.of()));
    }

    private static void write(ShopFolder shop, PrimaryFacts facts) {
        shop.model("daily", DAILY + Days.text(facts.logic().get("daily")));
    }

    private void check() {
        write(shop, main);
        assertThat(shop.rows("orders")).isEqualTo(main.shownOrders());
        assertThat(shop.rows("events")).isEqualTo(main.shownEvents());
        Timeline<String> inForce = shop.memory()
                .table("daily")
                .flatMap(TableMemory::model)
                .orElseThrow()
                .inForce()
                .map(LogicVersion::sql)
                .map(sql -> sql.strip() + "\n");
        assertThat(inForce).isEqualTo(main.logic().get("daily"));
        assertThat(shop.plan().pending()).isEmpty();
        assertThat(shop.verify(Optional.empty(), false)).allMatch(Verify.Table::isEqual);
    }

    private static Map<String, String> digests(ShopFolder shop) {
        Memory memory = shop.memory();
        Map<String, String> digests = new TreeMap<>();
        memory.live().forEach(table -> digests.put(table.name(), table.rows() + " " + table.digest()));
        return digests;
    }
}
