package hindsight.bench;

import hindsight.testkit.Tpc;
import hindsight.testkit.TpcTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables of TPC-H as files of changes, and changes of a share of its orders with their items.
 *
 * @param folder of a file for each table, such as {@code orders.parquet}
 */
record Tpch(Path folder) {
    /** The tables that changes are of. */
    static final List<String> CHANGED = List.of("orders", "lineitem");

    private static final String UPDATED_ORDER = """
            totalprice + 1 AS totalprice, CASE orderpriority WHEN '5-LOW' THEN '1-URGENT' ELSE '5-LOW' END AS orderpriority""";
    private static final String UPDATED_ITEM = """
            (quantity % 50 + 1)::DECIMAL(15,2) AS quantity, ((discount * 100 + 1) % 11 / 100)::DECIMAL(15,2) AS discount,
            (shipdate + 1)::DATE AS shipdate""";

    /** Files of a scale, made once and kept. */
    static Tpch of(Place place, String scale) throws IOException, SQLException {
        Path folder = place.home().resolve("bench/target/tpch-" + scale);
        if (!Files.exists(folder)) {
            Path texts = place.folder("tpch-texts");
            Path made = place.folder("tpch-made");
            try (PlainDuck duck = new PlainDuck(texts.resolve("tpch.duckdb").toString())) {
                for (String statement : Tpc.H.statements(Double.parseDouble(scale), texts)) {
                    duck.run(statement);
                }
                for (TpcTable table : Tpc.H.tables()) {
                    duck.run("COPY (SELECT 'I' AS op, * FROM " + table.name() + " ORDER BY " + table.key() + ") TO '"
                            + made.resolve(table.name() + ".parquet") + "'");
                }
            }
            Place.delete(texts);
            Files.move(made, folder);
        }
        return new Tpch(folder);
    }

    Path file(String table) {
        return folder.resolve(table + ".parquet");
    }

    /** Rows of all tables that change. */
    long rows() throws SQLException {
        try (PlainDuck duck = new PlainDuck("")) {
            return duck.number(CHANGED.stream()
                    .map(table -> "(SELECT count(*) FROM '" + file(table) + "')")
                    .collect(Collectors.joining(" + ", "SELECT ", "")));
        }
    }

    /**
     * Which orders change.
     *
     * @param share of all, from 0 to 1
     * @param recent whether they are those of the highest keys, or scattered over all
     */
    record Part(double share, boolean recent) {
        private String condition(int seed, String orders) {
            return recent
                    ? String.format(
                            Locale.ROOT, "orderkey > (SELECT max(orderkey) * %.9f FROM '%s')", 1 - share, orders)
                    : String.format(Locale.ROOT, "hash(orderkey, %d) %% 1000000000 < %.0f", seed, share * 1e9);
        }
    }

    /** Two folders of files: a change of the tables as they are made, and what takes it back. */
    record Change(Path there, Path back) {}

    /**
     * Changes some of the orders: half of them are updated, a quarter is deleted, and for each of the last quarter
     * an order of another key is inserted; their items likewise.
     *
     * @param seed others for each
     */
    Change change(Part part, int seed, Path parent) throws IOException, SQLException {
        Change change = new Change(
                Files.createDirectories(parent.resolve("there")), Files.createDirectories(parent.resolve("back")));
        try (PlainDuck duck = new PlainDuck("")) {
            duck.run(String.format(
                    Locale.ROOT,
                    """
                    CREATE TABLE picked AS SELECT orderkey AS picked,
                      ['U', 'U', 'D', 'I'][(hash(orderkey, %2$d, 'kind') %% 4 + 1)::INTEGER] AS kind
                    FROM '%1$s' WHERE %3$s""",
                    file("orders"),
                    seed,
                    part.condition(seed, file("orders").toString())));
            write(duck, "orders", UPDATED_ORDER, change);
            write(duck, "lineitem", UPDATED_ITEM, change);
        }
        return change;
    }

    private void write(PlainDuck duck, String table, String updated, Change change) throws SQLException {
        duck.run("CREATE TABLE rows AS SELECT t.* EXCLUDE (op), kind FROM '" + file(table)
                + "' t JOIN picked ON orderkey = picked");
        duck.run("""
                COPY (SELECT kind AS op, * EXCLUDE (kind) REPLACE (%s) FROM rows WHERE kind = 'U'
                  UNION ALL SELECT 'D', * EXCLUDE (kind) FROM rows WHERE kind = 'D'
                  UNION ALL SELECT 'I', * EXCLUDE (kind) REPLACE (orderkey + 8 AS orderkey) FROM rows WHERE kind = 'I')
                TO '%s/%s.parquet'""".formatted(updated, change.there(), table));
        duck.run("""
                COPY (SELECT kind AS op, * EXCLUDE (kind) FROM rows WHERE kind = 'U'
                  UNION ALL SELECT 'I', * EXCLUDE (kind) FROM rows WHERE kind = 'D'
                  UNION ALL SELECT 'D', * EXCLUDE (kind) REPLACE (orderkey + 8 AS orderkey) FROM rows WHERE kind = 'I')
                TO '%s/%s.parquet'""".formatted(change.back(), table));
        duck.run("DROP TABLE rows");
    }
}
