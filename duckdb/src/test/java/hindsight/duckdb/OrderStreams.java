package hindsight.duckdb;

import java.util.Random;

/** The refresh streams of TPC-H: new orders with one to seven items each come, and as many old ones go with theirs. */
final class OrderStreams {
    /** Of each 32 order keys, the first eight are taken at first: the others are for new orders. */
    private static final String NEW_ORDERS = """
            CREATE OR REPLACE TABLE "new orders" AS
            SELECT o.* REPLACE (orderkey + 8 * %3$d AS orderkey, %4$d + hash(orderkey, %2$d + 1) %% %5$d AS custkey,
              (DATE '1992-01-01' + (hash(orderkey, %2$d + 2) %% 2406)::INTEGER)::DATE AS orderdate)
            FROM (FROM orders WHERE (orderkey - 1) %% 32 < 8 AND orderkey + 8 * %3$d NOT IN (SELECT orderkey FROM orders)
              ORDER BY hash(orderkey, %2$d), orderkey LIMIT %1$d) o""";

    private static final String NEW_ITEMS = """
            CREATE OR REPLACE TABLE "new items" AS
            WITH places AS (SELECT orderkey, orderdate, number::INTEGER AS number,
                hash(orderkey, number, %1$d) AS drawn FROM "new orders", range(1, 8) numbers(number)
              WHERE number <= 1 + hash(orderkey, %1$d) %% 7),
            offers AS (SELECT partkey, suppkey, row_number() OVER (ORDER BY partkey, suppkey) - 1 AS place, count(*) OVER () AS all_offers
              FROM partsupp),
            items AS (SELECT *, row_number() OVER (ORDER BY orderkey, linenumber) - 1 AS place, count(*) OVER () AS all_items FROM lineitem)
            SELECT i.* EXCLUDE (place, all_items) REPLACE (p.orderkey AS orderkey, p.number AS linenumber,
              f.partkey AS partkey, f.suppkey AS suppkey,
              (p.orderdate + 1 + (drawn // 7 %% 121)::INTEGER)::DATE AS shipdate,
              (p.orderdate + 30 + (drawn // 11 %% 61)::INTEGER)::DATE AS commitdate,
              (p.orderdate + 2 + (drawn // 7 %% 121)::INTEGER + (drawn // 13 %% 30)::INTEGER)::DATE AS receiptdate)
            FROM places p JOIN offers f ON f.place = drawn %% all_offers JOIN items i ON i.place = drawn // 3 %% all_items""";

    private final Session session;
    private final Random random;

    OrderStreams(Session session, Random random) {
        this.session = session;
        this.random = random;
    }

    /** @param share of all orders, such as 0.001 */
    void come(double share) {
        int stream = 1 + random.nextInt(3);
        session.execute(NEW_ORDERS.formatted(count(share), seed(), stream, 1, number("max(custkey)", "customer")));
        session.execute(NEW_ITEMS.formatted(seed()));
        session.execute("INSERT INTO orders FROM \"new orders\"");
        session.execute("INSERT INTO lineitem FROM \"new items\"");
    }

    /** @param share of all orders, such as 0.001 */
    void go(double share) {
        session.execute("CREATE OR REPLACE TABLE \"old orders\" AS SELECT orderkey FROM orders ORDER BY hash(orderkey, "
                + seed() + "), orderkey LIMIT " + count(share));
        session.execute("DELETE FROM lineitem WHERE orderkey IN (FROM \"old orders\")");
        session.execute("DELETE FROM orders WHERE orderkey IN (FROM \"old orders\")");
    }

    private long count(double share) {
        return Math.max(1, Math.round(share * number("count(*)", "orders")));
    }

    private long number(String what, String table) {
        return session.one("SELECT " + what + " FROM " + table, row -> row.getLong(1));
    }

    private int seed() {
        return random.nextInt(1_000_000);
    }
}
