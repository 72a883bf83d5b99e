package hindsight.duckdb;

import hindsight.relation.BoundQuery;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.why.Contributions;
import hindsight.why.Contributions.Identity;
import hindsight.why.Contributions.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds what rows of queries are made of, and computes the queries over that alone. */
final class ContributionsRun {
    private static final int QUERIES = 25;
    private static final int ROWS = 3;
    private static final Instant NOW = Instant.parse("2025-01-02T00:30:00Z");

    private final Random random;
    private int cases;
    private int narrowed;
    private int widened;
    private int whole;
    private int without;
    private int lost;
    private int needed;
    private int needless;

    ContributionsRun(Random random) {
        this.random = random;
    }

    int cases() {
        return cases;
    }

    int narrowed() {
        return narrowed;
    }

    int lost() {
        return lost;
    }

    int widened() {
        return widened;
    }

    int needed() {
        return needed;
    }

    int needless() {
        return needless;
    }

    @Override
    public String toString() {
        return cases + " rows, " + narrowed + " of them of a part of the inputs' rows, " + whole
                + " of all rows of some input, " + without + " still there without another row, " + lost + " not, "
                + needed + " not there without one of theirs, " + needless + " nevertheless, "
                + widened + " not computed from what was found";
    }

    /** Some queries, each with some of its rows. */
    void round(QuerySource source) {
        try (Session session = ScratchSession.open()) {
            session.execute("SET threads = 1");
            source.tables().forEach(session::execute);
            DerivedChange queries = new DerivedChange(session);
            queries.rows().passTime(NOW, NOW, ZoneId.of("UTC"));
            for (int i = 0; i < QUERIES; i++) {
                String sql = source.next();
                try {
                    session.execute("EXPLAIN " + sql);
                } catch (RuntimeException invalid) {
                    continue;
                }
                queries.canonical(sql).ifPresent(query -> new Case(session, queries.rows(), sql, query).run());
            }
        }
    }

    /** One query. */
    private final class Case {
        private final Session session;
        private final ClockedRows clocked;
        private final String sql;
        private final BoundQuery query;
        private final Map<String, Identity> tables = new HashMap<>();

        Case(Session session, ClockedRows clocked, String sql, BoundQuery query) {
            this.session = session;
            this.clocked = clocked;
            this.sql = sql;
            List<String> names = IntStream.range(0, query.names().size())
                    .mapToObj(i -> "c" + i)
                    .toList();
            this.query = new BoundQuery(query.relation(), names);
            Traversal.scans(query.relation())
                    .forEach(scan -> tables.put(Name.folded(scan.table()), new Identity(columns(scan.table()), false)));
        }

        private List<Column> columns(String table) {
            return session.list(
                    "DESCRIBE " + Identifier.quote(table),
                    row -> new Column(row.getString(1), new hindsight.schema.DataType(row.getString(2))));
        }

        void run() {
            Map<List<Object>, Integer> rows;
            try {
                rows = clocked.after(written(query));
                clocked.keep("#all", "*", written(query));
            } catch (AssertionError fails) {
                return;
            }
            int count = rows.size();
            for (int i = 0; i < ROWS && count > 0; i++) {
                take(1 + random.nextInt(1 + random.nextInt(3)));
            }
        }

        private void take(int size) {
            List<Integer> columns = new ArrayList<>();
            for (int i = 0; i < query.names().size(); i++) {
                if (random.nextInt(4) > 0) {
                    columns.add(i);
                }
            }
            if (columns.isEmpty() || !isKey(columns)) {
                columns.clear();
                IntStream.range(0, query.names().size()).forEach(columns::add);
            }
            String picked = columns.stream()
                    .map(i -> "c" + i + " AS c" + columns.indexOf(i))
                    .collect(Collectors.joining(", "));
            session.execute("CREATE OR REPLACE TABLE \"#target\" AS SELECT DISTINCT " + picked
                    + " FROM \"#all\" USING SAMPLE reservoir(" + size + " ROWS) REPEATABLE (" + random.nextInt(1000)
                    + ")");
            String alike = columns.stream()
                    .map(i -> "a.c" + i + " IS NOT DISTINCT FROM t.c" + columns.indexOf(i))
                    .collect(Collectors.joining(" AND "));
            Map<List<Object>, Integer> expected = targets("FROM \"#all\"", alike);
            Contributions found = Contributions.of(query, columns, tables);
            for (Step step : found.steps()) {
                clocked.keep(step.name(), "*", written(step.query()));
            }
            cases++;
            Set<String> narrow = new TreeSet<>();
            for (String table : tables.keySet()) {
                if (keep(table, found)) {
                    narrow.add(table);
                }
            }
            if (isMadeOfEach()
                    && expected.values().stream().mapToInt(count -> count).sum() == 1) {
                tables.keySet().forEach(table -> need(table, alike));
            }
            if (!narrow.isEmpty()) {
                leave(List.copyOf(narrow).get(random.nextInt(narrow.size())), alike, expected);
            }
            Map<List<Object>, Integer> actual = targets(written(over("#why")), alike);
            narrowed += narrow.isEmpty() ? 0 : 1;
            whole += found.whole().isEmpty() ? 0 : 1;
            if (!actual.equals(expected)) {
                widened++;
                System.out.println((isShared() ? "Shared: " : "Apart: ") + sql);
            }
        }

        /** Rows are asked about by a key, or by all columns. */
        private boolean isKey(List<Integer> columns) {
            String picked = columns.stream().map(i -> "c" + i).collect(Collectors.joining(", "));
            return session.one(
                    "SELECT count(*) = count(DISTINCT (" + picked + ", 0)) FROM \"#all\"", row -> row.getBoolean(1));
        }

        /** Whether each row of the query is made of one row of each of its scans. */
        private boolean isMadeOfEach() {
            return Traversal.upward(query.relation()).stream()
                    .allMatch(part -> part instanceof Relation.Scan
                            || part instanceof Filter
                            || part instanceof Project
                            || part instanceof Sort
                            || part instanceof Join join && join.kind() == JoinKind.INNER);
        }

        /** Leaves out a row that contributes. */
        private void need(String table, String alike) {
            without(table, "(FROM " + Identifier.quote(table + "#why") + " LIMIT 1)");
            if (targets(written(over("#less")), alike).isEmpty()) {
                needed++;
            } else {
                needless++;
            }
        }

        private void without(String table, String rows) {
            tables.keySet()
                    .forEach(name -> session.execute("CREATE OR REPLACE TABLE " + Identifier.quote(name + "#less")
                            + " AS FROM " + Identifier.quote(name)));
            session.execute("CREATE OR REPLACE TABLE " + Identifier.quote(table + "#less") + " AS FROM "
                    + Identifier.quote(table) + " EXCEPT ALL " + rows);
        }

        /** Leaves out a row that does not contribute. */
        private void leave(String table, String alike, Map<List<Object>, Integer> expected) {
            without(
                    table,
                    "(SELECT * FROM (FROM " + Identifier.quote(table) + " EXCEPT ALL FROM "
                            + Identifier.quote(table + "#why") + ") LIMIT 1)");
            if (targets(written(over("#less")), alike).equals(expected)) {
                without++;
            } else {
                lost++;
            }
        }

        /** Whether the query reads a table, or computes something, at several places. */
        private boolean isShared() {
            List<String> scans = Traversal.scans(query.relation()).stream()
                    .map(scan -> Name.folded(scan.table()))
                    .toList();
            return Set.copyOf(scans).size() < scans.size()
                    || Traversal.uses(query.relation()).values().stream().anyMatch(uses -> uses > 1);
        }

        private Map<List<Object>, Integer> targets(String rows, String alike) {
            return clocked.after("SELECT a.* FROM (" + rows + ") a SEMI JOIN \"#target\" t ON " + alike);
        }

        /** Makes a table of the contributing rows; says whether these are not all. */
        private boolean keep(String table, Contributions found) {
            String name = Identifier.quote(table + "#why");
            BoundQuery rows = found.inputs().get(table);
            if (found.whole().contains(table)) {
                session.execute("CREATE OR REPLACE TABLE " + name + " AS FROM " + Identifier.quote(table));
            } else if (rows == null) {
                session.execute("CREATE OR REPLACE TABLE " + name + " AS FROM " + Identifier.quote(table) + " LIMIT 0");
            } else {
                clocked.keep(table + "#why", "*", written(rows));
            }
            return !session.one("SELECT count(*) FROM " + name, row -> row.getLong(1))
                    .equals(session.one("SELECT count(*) FROM " + Identifier.quote(table), row -> row.getLong(1)));
        }

        private BoundQuery over(String suffix) {
            Relation relation = Traversal.rewrite(
                    query.relation(),
                    part -> part instanceof Relation.Scan scan
                            ? new Relation.Scan(Name.folded(scan.table()) + suffix, scan.read())
                            : part);
            return new BoundQuery(relation, query.names());
        }

        private String written(BoundQuery some) {
            return QueryWriter.write(some, new DuckDialect());
        }
    }
}
