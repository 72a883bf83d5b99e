package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.run.History.Choice;
import hindsight.run.Missing;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Provenance;
import hindsight.run.Provenance.Extent;
import hindsight.run.Provenance.Origin;
import hindsight.run.Query;
import hindsight.run.Why;
import hindsight.run.Workspace;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.SectionsText;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of random models at random commits of random histories: plain DuckDB, given nothing but the rows of the inputs that are told, computes
 * them again by the text that is told; what is said to be missing in a table is not there.
 */
class WhyOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 10);
    private static final int ASKED = Integer.getInteger("hindsight.cases", 80);
    private static final String DATED =
            "SELECT DATE '2025-01-01' + k::INTEGER AS d, k, sum(v)::BIGINT * %d AS v FROM s1 GROUP BY k";

    @TempDir
    Path folder;

    private final Random random = Seed.random(WhyOracleTest.class);
    private final RandomModels models = new RandomModels(random);
    private final NavigableMap<Long, Boolean> applied = new TreeMap<>();
    private int computed;
    private int narrowed;
    private int missing;

    @Test
    void textsGiveTheRowsOverWhatIsToldAlone() {
        ShopFolder shop =
                new ShopFolder(folder).settings("sources: {s1: {key: [id], load: upsert}, s2: {load: append}}");
        load(shop, "s1");
        load(shop, "s2");
        date(shop);
        for (int i = 0; i < 5; i++) {
            write(shop, models.add());
        }
        shop.apply();
        long first = shop.memory().seq();
        applied.put(first, true);
        for (int step = 0; step < STEPS; step++) {
            change(shop);
        }
        long last = shop.memory().seq();
        shop.in(Progress.SILENT, workspace -> {
            for (int i = 0; i < ASKED; i++) {
                long seq = first + random.nextInt((int) (last - first) + 1);
                List<String> names = new ArrayList<>(workspace.reading(store -> store.memory(seq).live().stream()
                        .map(table -> table.name())
                        .toList()));
                check(workspace, names.get(random.nextInt(names.size())), seq);
            }
            return true;
        });
        System.out.println(computed + " computed again, " + narrowed + " of them over a part of the rows; " + missing
                + " missing");
        assertThat(narrowed).isGreaterThan(ASKED / 8);
        assertThat(missing).isPositive();
    }

    private void change(ShopFolder shop) {
        switch (random.nextInt(5)) {
            case 0 -> write(shop, models.edit());
            case 1 -> date(shop);
            default -> load(shop, random.nextBoolean() ? "s1" : "s2");
        }
        Optional<String> some = random.nextInt(3) == 0 ? Optional.of("+" + models.any()) : Optional.empty();
        shop.apply(new PlanOptions(some, Optional.empty(), Set.of("dated"), Set.of()));
        applied.put(shop.memory().seq(), some.isEmpty());
    }

    private void write(ShopFolder shop, String name) {
        shop.model(name, models.models().get(name).file());
    }

    private void date(ShopFolder shop) {
        shop.model(
                "dated",
                "/*---\nkey: [d]\neffective: d\n---*/\n" + DATED.formatted(1 + random.nextInt(3))
                        + "\n-- since: 2025-01-0" + (2 + random.nextInt(5)) + "\n"
                        + DATED.formatted(4 + random.nextInt(3)));
    }

    private void load(ShopFolder shop, String source) {
        boolean keyed = source.equals("s1");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(25); i++) {
            rows.add("(" + i + ", " + random.nextInt(6) + ", " + random.nextInt(20) + ")");
        }
        shop.load(
                source,
                keyed ? List.of("id") : List.of(),
                "SELECT " + (keyed ? "id::INTEGER AS id, " : "") + "k::BIGINT AS k, v::BIGINT AS v FROM (VALUES "
                        + String.join(", ", rows) + ") t(id, k, v)");
    }

    private void check(Workspace workspace, String table, long seq) {
        Why why = new Why(workspace);
        String condition = (random.nextBoolean() ? "k = " + random.nextInt(6) : "k < 5")
                + (random.nextBoolean() ? "" : " AND v % 2 = 0");
        why.run(request(table, new Choice.Where(condition), seq))
                .made()
                .ifPresent(made -> checkMade(made, table + " where " + condition + " as of " + seq));
        boolean keyed = List.of("dated", "s1").contains(table)
                || workspace.reading(store -> !store.memory(seq)
                        .table(table)
                        .orElseThrow()
                        .definition()
                        .key()
                        .isEmpty());
        if (keyed) {
            int k = random.nextInt(9);
            String key =
                    table.equals("dated") ? "d=2025-01-0" + (1 + k) : table.equals("s1") ? "id=" + 3 * k : "k=" + k;
            why.run(request(table, new Choice.Key(key), seq))
                    .missing()
                    .ifPresent(lost -> checkMissing(workspace, lost, table + " of " + key, seq));
        }
    }

    private static Why.Request request(String table, Choice rows, long seq) {
        return new Why.Request(
                table,
                rows,
                Optional.of(table.equals("s1") ? "id" : "v"),
                Optional.of(new Position.Version(seq)),
                1000,
                1);
    }

    private void checkMade(Provenance made, String asked) {
        Provenance.Table table = made.tables().get(0);
        if (table.origin().orElseThrow() instanceof Origin.Loads loads) {
            assertThat(loads.loads().stream().mapToLong(Provenance.Load::rows).sum())
                    .as(asked)
                    .isEqualTo(table.rows());
            return;
        }
        computed++;
        Origin.Logic logic = (Origin.Logic) table.origin().orElseThrow();
        narrowed += logic.sections().stream()
                        .flatMap(section -> section.inputs().stream())
                        .anyMatch(input -> input.extent() != Extent.ALL)
                ? 1
                : 0;
        try (Session session = ScratchSession.open()) {
            keep(session, "#asked", table);
            made.tables().forEach(each -> keep(session, each.name(), each));
            String names = Identifier.list(table.sample().schema().names());
            String parts = logic.sections().stream()
                    .map(section ->
                            "SELECT " + names + " FROM (" + section.version().sql() + ")"
                                    + (table.key().equals(List.of("d"))
                                            ? " WHERE " + SectionsText.within(section.range(), "d")
                                            : ""))
                    .collect(Collectors.joining(" UNION ALL "));
            String alike = table.sample().schema().names().stream()
                    .map(name -> "m." + name + " IS NOT DISTINCT FROM a." + name)
                    .collect(Collectors.joining(" AND "));
            assertThat(rows(session, "SELECT m.* FROM (" + parts + ") m SEMI JOIN \"#asked\" a ON " + alike))
                    .as("%s: %s over %s", asked, parts, made.tables())
                    .isEqualTo(rows(session, "FROM \"#asked\""));
        }
    }

    private static void keep(Session session, String name, Provenance.Table table) {
        assertThat(table.sample().rows()).as("all rows of %s", table).hasSize((int) table.rows());
        List<Column> columns = table.sample().schema().columns();
        session.execute("CREATE TABLE " + Identifier.quote(name) + " ("
                + columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", ")) + ")");
        for (List<@Nullable Object> row : table.sample().rows()) {
            session.execute("INSERT INTO " + Identifier.quote(name) + " VALUES ("
                    + row.stream()
                            .map(value -> value == null ? "NULL" : "'" + value + "'")
                            .collect(Collectors.joining(", "))
                    + ")");
        }
    }

    private static List<String> rows(Session session, String sql) {
        return session.list("SELECT to_json(r)::VARCHAR FROM (" + sql + ") r ORDER BY 1", row -> row.getString(1));
    }

    /** Where models are as their inputs are, what a table does not have now is what was not found in it. */
    private void checkMissing(Workspace workspace, Missing lost, String asked, long seq) {
        Map.Entry<Long, Boolean> apply = applied.floorEntry(seq);
        if (!apply.getValue()) {
            return;
        }
        missing++;
        for (Missing.Loss loss : lost.losses()) {
            for (Map<String, @Nullable Object> row : loss.cause() == Missing.Cause.NOT_THERE
                    ? loss.samples()
                    : List.<Map<String, @Nullable Object>>of()) {
                String same = row.entrySet().stream()
                        .map(cell -> cell.getKey() + " IS NOT DISTINCT FROM "
                                + (cell.getValue() == null ? "NULL" : "'" + cell.getValue() + "'"))
                        .collect(Collectors.joining(" AND "));
                Query.Request request = new Query.Request(
                        SqlText.of("query", "SELECT count(*) AS n FROM " + loss.table() + " WHERE " + same),
                        Optional.of(new Position.Version(apply.getKey())),
                        Optional.empty());
                long found =
                        new Query(workspace).rows(request, (origin, rows) -> rows.next() ? (Long) rows.value(0) : -1L);
                assertThat(found).as("%s as of %s: %s", asked, seq, loss).isZero();
            }
        }
    }
}
