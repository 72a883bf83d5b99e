package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Memory;
import hindsight.history.Rows;
import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.merge.ConflictPolicy;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.problem.RefusedException;
import hindsight.project.SqlText;
import hindsight.run.Confirmation;
import hindsight.run.Diff;
import hindsight.run.Keep;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Prune;
import hindsight.run.Query;
import hindsight.run.Seal;
import hindsight.run.Undo;
import hindsight.run.Workspace;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import hindsight.time.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables whose columns come, go, come back and change their types: what a state and a diff come to is the other state, and every step
 * between them comes to the diff, after sealing and pruning as before.
 */
class DiffOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 12);
    private static final int PAIRS = 8;
    private static final int LONG = 40;
    private static final List<String> TABLES = List.of("kept", "bag", "counted");
    private static final List<String> VALUES =
            List.of("amt", "amt::VARCHAR AS amt", "d", "amt > 40 AS big", "CASE WHEN amt > 30 THEN note END AS part");

    @TempDir
    Path folder;

    private final Random random = Seed.random(DiffOracleTest.class);
    private final List<String> story = new ArrayList<>();
    private final Map<Long, Memory> memories = new HashMap<>();
    private final Map<String, List<Map<String, String>>> states = new HashMap<>();
    /** How often a column went. */
    private long left;

    @Test
    void leadsFromOneStateToTheOther() {
        compares(STEPS, PAIRS);
    }

    /** Of a view, states are compared; the engine calls the two intervals equal. */
    @Test
    void tellsIntervalsApartInViews() {
        ShopFolder shop = new ShopFolder(folder);
        shop.model(
                "spans",
                "/*---\nmaterialized: view\n---*/\n"
                        + "SELECT id, CASE WHEN amt > 0 THEN INTERVAL 1 MONTH ELSE INTERVAL 30 DAY END AS span FROM orders");
        shop.load("SELECT 1 AS id, 1 AS amt");
        shop.apply();
        shop.load("SELECT 1 AS id, 0 AS amt");
        shop.apply();
        long head = shop.memory().seq();
        Map<String, Long> rows = shop.in(Progress.SILENT, workspace -> diff(workspace, "spans", 2, head, false));
        assertThat(rows).hasSize(2);
    }

    /** Rows that came before a column was widened, and went before it was replaced. */
    @Test
    void leadsOverAColumnThatWasWidenedInBetween() {
        ShopFolder shop = new ShopFolder(folder);
        shop.load("SELECT i AS id, i AS amt, 'a' || i AS note FROM range(4) r(i)");
        TABLES.forEach(table -> shop.model(table, "/*---\nkey: [note]\n---*/\nSELECT note, amt AS n FROM orders"));
        apply(shop);
        for (String type : List.of("HUGEINT", "HUGEINT", "INTEGER", "BIGINT")) {
            TABLES.forEach(table ->
                    shop.model(table, "/*---\nkey: [note]\n---*/\nSELECT note, amt::" + type + " AS n FROM orders"));
            apply(shop);
            shop.load("SELECT i AS id, i + " + shop.memory().seq() + " AS amt, 'a' || i AS note FROM range(2) r(i)");
            apply(shop);
        }
        check(shop, 2 * PAIRS, true);
    }

    /** The states of before and after are equal, though values are stored elsewhere. */
    @Test
    void tellsNothingOfAColumnThatCameBack() {
        ShopFolder shop = new ShopFolder(folder);
        shop.load("SELECT i AS id, i AS amt, 'a' || i AS note FROM range(4) r(i)");
        List<Long> applied = new ArrayList<>();
        for (String columns : List.of("id, amt AS n", "id", "id, amt::VARCHAR AS n", "id", "id, amt AS n")) {
            TABLES.forEach(table -> shop.model(table, keyed("id", "SELECT " + columns + " FROM orders")));
            apply(shop);
            applied.add(shop.memory().seq());
        }
        for (String table : TABLES) {
            Map<String, Long> rows = shop.in(
                    Progress.SILENT, workspace -> diff(workspace, table, applied.get(0), applied.get(4), false));
            assertThat(rows).as(table).isEmpty();
        }
        check(shop, 2 * PAIRS, true);
    }

    @Tag("slow")
    @Test
    void leadsFromOneStateToTheOtherInLongPasts() {
        compares(LONG, LONG * LONG);
    }

    private void compares(int steps, int pairs) {
        ShopFolder shop = new ShopFolder(folder);
        load(shop);
        TABLES.forEach(table -> edit(shop, table));
        apply(shop);
        while (story.size() < steps || left == 0) {
            step(shop);
        }
        if (random.nextBoolean()) {
            shop.in(Progress.SILENT, workspace -> new Seal(workspace).run(List.of()));
        }
        check(shop, pairs, true);
        shop.in(
                Progress.SILENT,
                workspace -> new Prune(workspace).run(new Prune.Request(List.of(), new Keep.Commits(2), false)));
        check(shop, pairs, false);
    }

    private void step(ShopFolder shop) {
        Memory before = shop.memory();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> load(shop);
            case 3 -> undo(shop);
            default -> edit(shop, TABLES.get(random.nextInt(TABLES.size())));
        }
        apply(shop);
        Memory memory = shop.memory();
        left += TABLES.stream()
                .map(table -> memory.table(table).orElseThrow())
                .filter(table -> table.rows() > 0)
                .filter(table -> before.table(table.name())
                        .filter(then ->
                                !DiffTable.abandoned(then, table.definition()).isEmpty())
                        .isPresent())
                .count();
    }

    private void load(ShopFolder shop) {
        story.add("load");
        shop.load("SELECT i AS id, DATE '2025-01-01' + (hash(i // 3, " + random.nextInt(5)
                + ") % 4)::INTEGER AS d, (hash(i, " + random.nextInt(5)
                + ") % 9 * 10)::INTEGER AS amt, ['a', 'b'][1 + (hash(i, " + random.nextInt(5)
                + ") % 2)::INTEGER] AS note FROM range(" + (3 + random.nextInt(8)) + ") t(i)");
    }

    private void edit(ShopFolder shop, String table) {
        List<String> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String value : VALUES) {
            if (random.nextInt(3) > 0 && names.add(value.replaceFirst(".* AS ", ""))) {
                columns.add(random.nextInt(columns.size() + 1), value);
            }
        }
        String text = switch (table) {
            case "kept" -> keyed("id", "SELECT " + String.join(", ", with("id", columns)) + " FROM orders");
            case "bag" -> "SELECT " + String.join(", ", with("note", columns)) + " FROM orders";
            default -> keyed("note", "SELECT note, " + counts() + " FROM orders GROUP BY note");
        };
        story.add(table + ": " + text);
        shop.model(table, text);
    }

    private static List<String> with(String first, List<String> columns) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(columns);
        return all;
    }

    private String counts() {
        List<String> counts = List.of(
                "count(*) AS n",
                "count(*)::HUGEINT AS n",
                "count(*)::VARCHAR AS n",
                "max(d) AS latest, count(*) AS n",
                "max(d) AS latest",
                "count(*) AS n, min(amt) AS least");
        return counts.get(random.nextInt(counts.size()));
    }

    private static String keyed(String key, String sql) {
        return "/*---\nkey: [" + key + "]\n---*/\n" + sql;
    }

    private void apply(ShopFolder shop) {
        Optional<Strategy> forced = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(
                        List.of(Strategy.DELTA, Strategy.KEYED, Strategy.FULL).get(random.nextInt(3)));
        try {
            shop.apply(new PlanOptions(Optional.empty(), forced, Set.copyOf(TABLES), Set.of()));
        } catch (InvalidException notSo) {
            assertThat(notSo.problems().toString()).contains("not-incremental");
            shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.copyOf(TABLES), Set.of()));
        }
    }

    private void undo(ShopFolder shop) {
        long seq = 3L + random.nextInt(Math.max(1, (int) shop.memory().seq() - 2));
        story.add("undo " + seq);
        try {
            shop.in(
                    Progress.SILENT,
                    workspace -> new Undo(workspace)
                            .run(new Undo.Request(
                                    new Position.Version(seq), ConflictPolicy.FORCE, false, "", Confirmation.GIVEN)));
        } catch (RefusedException | InvalidException nothingToUndo) {
            load(shop);
        }
    }

    /** @param pairs how many pairs of commits of each table, at most */
    private void check(ShopFolder shop, int pairs, boolean everyStep) {
        long newest = shop.memory().seq();
        shop.in(Progress.SILENT, workspace -> {
            for (String table : TABLES) {
                for (int i = 0; i < pairs; i++) {
                    long one = 2L + random.nextInt((int) newest - 1);
                    long other = 2L + random.nextInt((int) newest - 1);
                    check(workspace, table, Math.min(one, other), Math.max(one, other), everyStep);
                }
            }
            return shop;
        });
    }

    private void check(Workspace workspace, String table, long from, long to, boolean everyStep) {
        String what = table + " " + from + ".." + to + " after " + story;
        TableMemory then = memory(workspace, from).table(table).orElseThrow();
        TableMemory now = memory(workspace, to).table(table).orElseThrow();
        Map<String, Long> expected = new TreeMap<>();
        add(expected, state(workspace, table, to), names(now, now), 1);
        add(expected, state(workspace, table, from), names(then, now), -1);
        expected.values().removeIf(weight -> weight == 0);
        assertThat(diff(workspace, table, from, to, false)).as(what).isEqualTo(expected);
        if (everyStep) {
            assertThat(diff(workspace, table, from, to, true))
                    .as("steps of " + what)
                    .isEqualTo(expected);
        }
    }

    private Memory memory(Workspace workspace, long seq) {
        return memories.computeIfAbsent(seq, at -> workspace.reading(store -> store.memory(at)));
    }

    /** Rows by the names of their columns. */
    private List<Map<String, String>> state(Workspace workspace, String table, long seq) {
        return states.computeIfAbsent(table + " " + seq, none -> read(workspace, table, seq));
    }

    private static List<Map<String, String>> read(Workspace workspace, String table, long seq) {
        Query.Request request = new Query.Request(
                SqlText.of("query", "FROM " + table), Optional.of(new Position.Version(seq)), Optional.empty());
        return new Query(workspace).rows(request, (read, rows) -> {
            List<Map<String, String>> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row(rows, Set.of()));
            }
            return found;
        });
    }

    /** NULLs are left out, since columns that are not there are told as NULL. */
    private static Map<String, String> row(Rows rows, Set<String> without) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < rows.schema().columns().size(); i++) {
            String name = rows.schema().columns().get(i).name();
            if (rows.value(i) != null && !without.contains(name)) {
                values.put(name, String.valueOf(rows.value(i)));
            }
        }
        return values;
    }

    /** What columns are called in a diff: one that is another by now has its type behind its name. */
    private static Map<String, String> names(TableMemory then, TableMemory now) {
        Map<String, String> names = new HashMap<>();
        for (StoredColumn column : then.columns()) {
            Optional<StoredColumn> goesOn = now.columns().stream()
                    .filter(known -> known.column().named(column.name()) && holds(known, column))
                    .findFirst();
            boolean taken =
                    now.columns().stream().anyMatch(known -> known.name().equals(column.name()));
            names.put(
                    column.name(),
                    goesOn.map(StoredColumn::name)
                            .orElse(
                                    taken
                                            ? column.name() + " ("
                                                    + column.column().type() + ")"
                                            : column.name()));
        }
        return names;
    }

    private static boolean holds(StoredColumn later, StoredColumn before) {
        return before.column()
                .type()
                .widen(later.column().type())
                .equals(Optional.of(later.column().type()));
    }

    private static void add(
            Map<String, Long> diff, List<Map<String, String>> rows, Map<String, String> names, long weight) {
        for (Map<String, String> row : rows) {
            Map<String, String> named = new TreeMap<>();
            row.forEach((name, value) -> named.put(names.get(name), value));
            diff.merge(named.toString(), weight, Long::sum);
        }
    }

    private static Map<String, Long> diff(Workspace workspace, String table, long from, long to, boolean everyStep) {
        Span span = new Span.Between(new Position.Version(from), new Position.Version(to));
        Diff.Request request = new Diff.Request(table, span, everyStep, OptionalLong.empty());
        return new Diff(workspace).rows(request, (summary, rows) -> {
            Map<String, Long> found = new TreeMap<>();
            while (rows.next()) {
                long weight = Long.parseLong(String.valueOf(rows.value(everyStep ? 1 : 0)));
                found.merge(row(rows, Set.of("_seq", "_weight")).toString(), weight, Long::sum);
            }
            found.values().removeIf(sum -> sum == 0);
            return found;
        });
    }
}
