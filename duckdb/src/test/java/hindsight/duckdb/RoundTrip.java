package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Difference;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/** Reads queries and writes them again, before and after the rules and in canonical form, and says what became of them. */
final class RoundTrip {
    private final Session session;
    private final DuckParser parser;
    private final DuckPlanReader reader;
    private final Canonicalizer canonicalizer;

    RoundTrip(Session session) {
        this.session = session;
        this.parser = new DuckParser(session, ZoneOffset.UTC);
        this.reader = new DuckPlanReader(session);
        this.canonicalizer =
                new Canonicalizer(new FunctionKinds(session), RowKeys.UNKNOWN, InexactInputs.NONE, Options.USUAL);
    }

    sealed interface Outcome {}

    /** @param canonical what became of its canonical form */
    record Equal(String canonical) implements Outcome {}

    record Opaque(String reason) implements Outcome {}

    /** The engine gives no rows for the text as it is. */
    record Fails(String reason) implements Outcome {}

    /** @throws AssertionError if a text that was written gives something else */
    Outcome of(String sql, boolean inOrder) {
        PlanQueries.Answer expected;
        try {
            expected = PlanQueries.answer(session, sql);
        } catch (AssertionError e) {
            return new Fails(e.getMessage());
        }
        Meaning meaning;
        try {
            ParsedQuery query = parser.parse(SqlText.of("query", sql));
            meaning = reader.read(query, PlanQueries.inputs(session, query));
        } catch (InvalidException e) {
            meaning = new Meaning.Opaque(e.problems().get(0).code());
        }
        if (meaning instanceof Meaning.Opaque opaque) {
            return new Opaque(opaque.reason());
        }
        BoundQuery read = ((Meaning.Understood) meaning).query();
        BoundQuery normal = Normalizer.normalize(read);
        Set<String> same = new HashSet<>();
        assertSame(expected, written(read), inOrder, same);
        assertSame(expected, written(normal), inOrder, same);
        return new Equal(canonical(expected, normal, inOrder, same));
    }

    private String canonical(PlanQueries.Answer expected, BoundQuery normal, boolean inOrder, Set<String> same) {
        Canonical canonical = canonicalizer.canonical(normal);
        if (canonical instanceof Canonical.Refused refused) {
            return "refused: " + refused.reason();
        }
        Canonical.Plan plan = (Canonical.Plan) canonical;
        String written = written(plan.query());
        if (plan.differences().contains(Difference.TIES)) {
            assertThat(PlanQueries.answer(session, written).columns())
                    .as(written)
                    .isEqualTo(expected.columns());
            return "breaks ties";
        }
        boolean changed = !same.contains(written);
        assertSame(expected, written, inOrder, same);
        return changed ? "another text" : "the same text";
    }

    /** @param same texts that are known to give the same, and the new one */
    private void assertSame(PlanQueries.Answer expected, String written, boolean inOrder, Set<String> same) {
        if (same.add(written)) {
            PlanQueries.assertSame(expected, session, written, inOrder);
        }
    }

    private static String written(BoundQuery query) {
        return QueryWriter.write(query, new DuckDialect());
    }
}
