package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.MaintainedModels.Way;
import hindsight.testkit.Seed;
import hindsight.testkit.Tpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 22 queries of TPC-H as models, and models over them, while orders come and go as the benchmark has them and all tables are updated:
 * after every apply, maintained models are what recomputing them gives.
 */
class MaintainedTpchTest {
    private static final double SCALE = 0.01;
    private static final int STEPS = Integer.getInteger("hindsight.steps", 40);
    private static final List<Double> SHARES = List.of(0.001, 0.005, 0.03);
    private static final List<Way> WAYS = List.of(Way.values());

    @TempDir
    Path folder;

    private final Random random = Seed.random(MaintainedTpchTest.class);
    private final Map<String, String> models = models();

    @Test
    void followsItsTables() throws IOException {
        follows(WAYS.size() - 1);
    }

    @Tag("slow")
    @Test
    void followsItsTablesForLong() throws IOException {
        follows(STEPS);
    }

    private void follows(int steps) throws IOException {
        try (Session session = ScratchSession.open()) {
            Path texts = Files.createDirectories(folder.resolve("texts"));
            Tpc.H.statements(SCALE, texts).forEach(session::execute);
            LoadedTables tables = new LoadedTables(session, random, Tpc.H.keys(), Set.of()).favouring(models.values());
            tables.season();
            OrderStreams orders = new OrderStreams(session, random);
            try (MaintainedModels project = new MaintainedModels(folder, tables.settings(), models)) {
                tables.load(project, folder);
                project.build();
                for (int step = 0; step < steps; step++) {
                    Way way = WAYS.get(step % WAYS.size());
                    if (random.nextInt(3) == 0) {
                        change(tables, orders, Kind.any(random));
                        tables.load(project, folder);
                        project.apply(way, half());
                    }
                    change(tables, orders, step < WAYS.size() ? Kind.EVERYTHING : Kind.any(random));
                    tables.load(project, folder);
                    project.apply(way, models.keySet());
                    project.check(session, "step " + step + " by " + way);
                }
                assertMaintained(project);
            }
        }
    }

    private void assertMaintained(MaintainedModels project) {
        project.print();
        Set<String> maintained = project.maintained();
        assertThat(project.refused()).doesNotContainAnyElementsOf(chains().keySet());
        maintained.retainAll(Tpc.H.queries().keySet());
        assertThat(maintained).hasSizeGreaterThanOrEqualTo(21);
        assertThat(project.changed()).hasSizeGreaterThan(models.size() / 2);
    }

    private List<String> half() {
        List<String> some = new ArrayList<>(models.keySet());
        Collections.shuffle(some, random);
        return some.subList(0, some.size() / 2);
    }

    /** What changes before an apply. */
    private enum Kind {
        COME,
        GO,
        TABLES,
        SEVERAL,
        EVERYTHING;

        static Kind any(Random random) {
            return List.of(values()).get(random.nextInt(values().length));
        }
    }

    /** Orders come, orders go, or several tables change in other ways, or all of that. */
    private void change(LoadedTables tables, OrderStreams orders, Kind kind) {
        if (kind != Kind.GO && kind != Kind.TABLES) {
            orders.come(0.001);
        }
        if (kind != Kind.COME && kind != Kind.TABLES) {
            orders.go(0.001);
        }
        if (kind == Kind.COME || kind == Kind.GO) {
            return;
        }
        for (String table : tables.tables()) {
            double share = SHARES.get(random.nextInt(SHARES.size()));
            if (kind == Kind.EVERYTHING || random.nextInt(2) == 0) {
                tables.update(table, share);
            }
            if (random.nextInt(4) == 0) {
                tables.comeAndGo(table, share);
            }
        }
    }

    /** Two queries give two columns one name. */
    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>(Tpc.H.queries());
        models.replaceAll((name, sql) -> sql.replaceFirst("n\\.name,", "n.name AS nation,"));
        models.putAll(chains());
        return models;
    }

    /** Models over the queries, and over each other, three deep. */
    private static Map<String, String> chains() {
        Map<String, String> chains = new LinkedHashMap<>();
        chains.put(
                "nation_years",
                "SELECT nation, o_year, sum_profit, count(*) OVER (PARTITION BY nation) AS years FROM q09");
        chains.put(
                "nation_totals",
                "SELECT nation, sum(sum_profit) AS profit, max(years) AS years FROM nation_years GROUP BY nation");
        chains.put("nation_ranks", """
            SELECT t.nation, t.profit, s.revenue, rank() OVER (ORDER BY t.profit DESC) AS place
            FROM nation_totals t LEFT JOIN q05 s USING (nation)""");
        chains.put("brands", "SELECT brand, sum(supplier_cnt) AS suppliers, count(*) AS kinds FROM q16 GROUP BY brand");
        chains.put(
                "brand_parts",
                "SELECT b.brand, b.suppliers, p.partkey, p.size FROM brands b JOIN part p USING (brand) WHERE b.kinds > 1");
        chains.put("brand_sizes", """
            SELECT size, count(*) AS parts, sum(suppliers) AS suppliers FROM brand_parts GROUP BY size
            HAVING count(*) > 2""");
        chains.put("notable", "SELECT orderkey FROM q03 UNION SELECT orderkey FROM q18");
        chains.put("notable_orders", """
            SELECT o.* FROM orders o
            WHERE o.totalprice > 400000 OR o.orderkey IN (SELECT orderkey FROM notable)""");
        chains.put("notable_customers", """
            SELECT c.custkey, c.mktsegment, count(o.orderkey) AS orders, sum(o.totalprice) AS total
            FROM customer c LEFT JOIN notable_orders o USING (custkey)
            WHERE c.acctbal > 9000 OR o.orderkey IS NOT NULL GROUP BY c.custkey, c.mktsegment""");
        return chains;
    }
}
