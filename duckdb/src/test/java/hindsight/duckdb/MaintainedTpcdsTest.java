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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of TPC-DS as models, while all tables change: after every apply, maintained models are what recomputing them gives. */
class MaintainedTpcdsTest {
    private static final double SCALE = 0.01;
    private static final long MOST_ROWS = 300_000;
    private static final int SAMPLE = 10;
    private static final int LEAST_MAINTAINED = 60;
    private static final int STEPS = Integer.getInteger("hindsight.steps", 8);
    private static final List<Double> SHARES = List.of(0.001, 0.005, 0.03);
    private static final List<Way> WAYS = List.of(Way.DELTA, Way.REQUIRED, Way.KEYED, Way.FREE);
    private static final Set<String> SALES = Set.of("store_sales", "catalog_sales", "web_sales");

    /** Columns that queries take a single value of, where a second one is an error. */
    private static final Set<String> FIXED = Set.of("d_date", "d_month_seq", "d_week_seq", "d_year", "d_moy");

    /** The tables without what stands for no time or person of the sales: rows that would only be carried along. */
    private static final List<String> SMALLER = List.of(
            "DELETE FROM date_dim WHERE d_year NOT BETWEEN 1997 AND 2003",
            "DELETE FROM customer_demographics WHERE cd_demo_sk > 5600",
            "DELETE FROM inventory WHERE inv_item_sk % 10 <> 0",
            "DELETE FROM time_dim WHERE t_time % 60 <> 0",
            "DELETE FROM store_sales WHERE ss_ticket_number % 6 <> 0",
            "DELETE FROM catalog_sales WHERE cs_order_number % 6 <> 0",
            "DELETE FROM store_returns WHERE sr_ticket_number % 6 <> 0",
            "DELETE FROM catalog_returns WHERE cr_order_number % 6 <> 0",
            "UPDATE store_sales SET ss_sold_time_sk = ss_sold_time_sk // 60 * 60",
            "UPDATE web_sales SET ws_sold_time_sk = ws_sold_time_sk // 60 * 60",
            "UPDATE catalog_sales SET cs_sold_time_sk = cs_sold_time_sk // 60 * 60",
            "UPDATE customer SET c_current_cdemo_sk = c_current_cdemo_sk % 5600 + 1",
            "UPDATE store_sales SET ss_cdemo_sk = ss_cdemo_sk % 5600 + 1",
            "UPDATE catalog_sales SET cs_bill_cdemo_sk = cs_bill_cdemo_sk % 5600 + 1",
            "UPDATE web_returns SET wr_refunded_cdemo_sk = wr_refunded_cdemo_sk % 5600 + 1, "
                    + "wr_returning_cdemo_sk = wr_refunded_cdemo_sk % 5600 + 1");

    @TempDir
    Path folder;

    private final Random random = Seed.random(MaintainedTpcdsTest.class);

    /** Some of the queries. */
    @Test
    void followsItsTables() throws IOException {
        List<String> names = new ArrayList<>(Tpc.DS.queries().keySet());
        Collections.shuffle(names, random);
        follows(new TreeSet<>(names.subList(0, SAMPLE)), 2, SAMPLE * 3 / 4);
    }

    @Tag("slow")
    @Test
    void followsItsTablesForLong() throws IOException {
        follows(Tpc.DS.queries().keySet(), STEPS, LEAST_MAINTAINED);
    }

    private void follows(Set<String> queries, int steps, int leastMaintained) throws IOException {
        try (Session session = ScratchSession.open()) {
            Path texts = Files.createDirectories(folder.resolve("texts"));
            Tpc.DS.statements(SCALE, MOST_ROWS, texts).forEach(session::execute);
            SMALLER.forEach(session::execute);
            Map<String, String> models = models(session, queries);
            LoadedTables tables = new LoadedTables(session, random, Tpc.DS.keys(), FIXED).favouring(models.values());
            tables.season();
            try (MaintainedModels project = new MaintainedModels(folder, tables.settings(), models)) {
                tables.load(project, folder);
                project.build();
                for (int step = 0; step < steps; step++) {
                    Way way = WAYS.get(step % WAYS.size());
                    tables.tables().forEach(table -> change(tables, table));
                    tables.load(project, folder);
                    project.apply(way, models.keySet());
                    project.check(session, "step " + step + " by " + way);
                }
                project.print();
                assertThat(project.maintained()).hasSizeGreaterThanOrEqualTo(leastMaintained);
                assertThat(project.changed()).hasSizeGreaterThanOrEqualTo(leastMaintained / 10);
            }
        }
    }

    private void change(LoadedTables tables, String table) {
        double share = SHARES.get(random.nextInt(SHARES.size()));
        if (SALES.contains(table) || random.nextInt(3) == 0) {
            tables.update(table, share);
        }
        if (random.nextInt(SALES.contains(table) ? 2 : 8) == 0) {
            tables.comeAndGo(table, share);
        }
    }

    /** A model's columns have different names. */
    private static Map<String, String> models(Session session, Set<String> queries) {
        Map<String, String> models = new TreeMap<>(Tpc.DS.queries());
        models.keySet().retainAll(queries);
        models.replaceAll((name, sql) -> {
            List<String> columns =
                    session.list("DESCRIBE " + sql, row -> row.getString(1).toLowerCase(Locale.ROOT));
            String names =
                    IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
            return new HashSet<>(columns).size() == columns.size() ? sql : "FROM (" + sql + "\n) rows(" + names + ")";
        });
        return models;
    }
}
