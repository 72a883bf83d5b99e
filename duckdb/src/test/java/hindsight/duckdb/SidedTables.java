package hindsight.duckdb;

import hindsight.delta.EditedQuery;
import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Name;
import java.util.Map;

/** Tables that change: {@code t#old}, {@code t#new}, {@code t#head} and {@code t#diff} are there for each. */
final class SidedTables {
    private final Session session;

    SidedTables(Session session) {
        this.session = session;
    }

    /** Keeps the rows that a table has as {@code t#old}. */
    void keep(String table) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.OLD, table) + " AS " + versions(table, "0"));
    }

    /**
     * Tells the rows that a table has now. Some that were there before are there in a new version.
     *
     * @param seed chooses those
     */
    void tell(String table, InputChange read, int seed) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.NEW, table) + " AS "
                + versions(table, "(hash(rowid + " + seed + ") % 10 = 0)::INTEGER"));
        Side head = read == InputChange.HEAD_IS_OLD ? Side.OLD : Side.NEW;
        session.execute("CREATE OR REPLACE VIEW " + quoted(Side.HEAD, table) + " AS FROM " + quoted(head, table));
        compare(table);
    }

    /** Rows are told apart by their text: the engine has one hash for an empty list and none, and calls a month and thirty days equal. */
    private static String versions(String table, String other) {
        return "SELECT *, (hash(_row::VARCHAR, row_number() OVER (PARTITION BY _row::VARCHAR)) >> 1)::BIGINT - " + other
                + " AS " + Side.VERSION + " FROM " + table + " AS _row";
    }

    /** Tells how the rows of a table differ from those that were kept. */
    void compare(String table) {
        String without =
                "SELECT *, %d::BIGINT AS " + Side.WEIGHT + " FROM %s ANTI JOIN %s USING (" + Side.VERSION + ")";
        String before = quoted(Side.OLD, table);
        String after = quoted(Side.NEW, table);
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.DIFF, table) + " AS "
                + without.formatted(1, after, before) + " UNION ALL " + without.formatted(-1, before, after));
    }

    static String quoted(Side side, String table) {
        return "\"" + side.of(table) + "\"";
    }

    /** A query over the old or the new rows of what changed. */
    static BoundQuery sided(BoundQuery query, Map<String, InputChange> changed, Side side) {
        Relation relation = Traversal.rewrite(
                new EditedQuery(query, false).at(side).relation(),
                part -> part instanceof Relation.Scan scan && changed.containsKey(Name.folded(scan.table()))
                        ? new Relation.Scan(side.of(scan.table()), scan.read())
                        : part);
        return new BoundQuery(relation, query.names());
    }
}
