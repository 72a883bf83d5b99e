package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.Side;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.RelationPrinter;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Holds the derived change of a query against what the query gives before and after its tables change. */
final class DerivedChange {
    private final Session session;
    private final Canonicalizer canonicalizer;
    private int refused;

    DerivedChange(Session session) {
        this.session = session;
        this.canonicalizer =
                new Canonicalizer(new FunctionKinds(session), RowKeys.UNKNOWN, InexactInputs.NONE, Options.USUAL);
    }

    /** The canonical form of a text over tables of the session; empty where it has none. */
    Optional<BoundQuery> canonical(String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));
        Meaning meaning = new DuckPlanReader(session).read(query, PlanQueries.inputs(session, query));
        if (!(meaning instanceof Meaning.Understood understood)) {
            return Optional.empty();
        }
        Canonical form = canonicalizer.canonical(Normalizer.normalize(understood.query()));
        return form instanceof Canonical.Plan plan ? Optional.of(plan.query()) : Optional.empty();
    }

    /**
     * Tables that changed have their new rows; {@code t#old}, {@code t#new} and {@code t#diff} are there, too.
     *
     * @param before what the query gave before
     * @return whether the query's rows changed
     */
    boolean check(BoundQuery query, Set<String> changed, Map<String, Integer> before) {
        Map<String, Integer> after = rows(query);
        Derived derived = Derivation.change(query, changed);
        if (derived instanceof Derived.Refused) {
            refused++;
            return false;
        }
        if (!(derived instanceof Derived.Change change)) {
            assertThat(after).isEqualTo(before);
            return false;
        }
        String sql = QueryWriter.write(change.query(), new DuckDialect());
        Map<String, Integer> result = new TreeMap<>(before);
        int changes = 0;
        for (Map.Entry<String, Integer> row : answer(sql).rounded().entrySet()) {
            String text = row.getKey().substring(1, row.getKey().length() - 1);
            int end = text.lastIndexOf(", ");
            int weight = Integer.parseInt(text.substring(end < 0 ? 0 : end + 2));
            assertThat(row.getValue()).as("copies of %s in %s", text, sql).isEqualTo(1);
            assertThat(weight).as("weight of %s in %s", text, sql).isNotZero();
            String values = "[" + (end < 0 ? "" : text.substring(0, end)) + "]";
            int copies = result.merge(values, weight, Integer::sum);
            assertThat(copies).as("copies of %s by %s", values, sql).isNotNegative();
            if (copies == 0) {
                result.remove(values);
            }
            changes++;
        }
        assertThat(result).as(sql).isEqualTo(after);
        return changes > 0;
    }

    /** The smallest part of a query whose change is wrong, for whoever mends it. */
    String wrongPart(BoundQuery query, Set<String> changed) {
        for (Relation part : Traversal.upward(query.relation())) {
            BoundQuery whole = new BoundQuery(
                    part,
                    IntStream.range(0, part.columns().size())
                            .mapToObj(i -> "c" + i)
                            .toList());
            try {
                check(whole, changed, rows(new BoundQuery(old(part, changed), whole.names())));
            } catch (AssertionError wrong) {
                return RelationPrinter.print(part) + "\n" + wrong.getMessage();
            }
        }
        return "none of its parts is wrong";
    }

    private static Relation old(Relation relation, Set<String> changed) {
        return Traversal.rewrite(
                relation,
                part -> part instanceof Relation.Scan scan && changed.contains(scan.table())
                        ? new Relation.Scan(Side.OLD.of(scan.table()), scan.read())
                        : part);
    }

    int refused() {
        return refused;
    }

    Map<String, Integer> rows(BoundQuery query) {
        return answer(QueryWriter.write(query, new DuckDialect())).rounded();
    }

    private PlanQueries.Answer answer(String sql) {
        return PlanQueries.answer(session, sql);
    }

    /** Keeps the rows that a table has as {@code t#old}. */
    void keep(String table) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.OLD, table) + " AS FROM " + table);
    }

    /** Tells the rows that a table has now, and how they differ from those that were kept. */
    void tell(String table) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.NEW, table) + " AS FROM " + table);
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.DIFF, table)
                + " AS SELECT * REPLACE (sum(_weight)::BIGINT AS _weight) FROM (SELECT *, 1 AS _weight FROM " + table
                + " UNION ALL SELECT *, -1 FROM " + quoted(Side.OLD, table)
                + ") GROUP BY ALL HAVING sum(_weight) <> 0");
    }

    private static String quoted(Side side, String table) {
        return "\"" + side.of(table) + "\"";
    }
}
