package hindsight.relation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.BoundQuery;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Relation.Recursed;
import hindsight.relation.Relation.Scan;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InliningTest {
    private static final Column ID = new Column("id", DataType.BIGINT);
    private static final Column NOTE = new Column("note", DataType.VARCHAR);

    @Test
    void takesColumnsByName() {
        BoundQuery body = new BoundQuery(new Scan("orders", List.of(NOTE, ID)), List.of("note", "ID"));

        Relation inlined = inline(new Scan("view", List.of(ID)), body).orElseThrow();

        assertThat(inlined.columns()).containsExactly(DataType.BIGINT);
        assertThat(scans(inlined)).containsExactly("orders");
    }

    @Test
    void leavesBodiesWithOtherColumns() {
        BoundQuery body = new BoundQuery(new Scan("orders", List.of(NOTE)), List.of("id"));

        assertThat(inline(new Scan("view", List.of(ID)), body)).isEmpty();
        assertThat(inline(new Scan("other", List.of(ID)), body)).isEmpty();
    }

    @Test
    void keepsRecursionsApart() {
        BoundQuery body = new BoundQuery(recursion(new Scan("orders", List.of(ID))), List.of("id"));

        Relation inlined =
                inline(recursion(new Scan("view", List.of(ID))), body).orElseThrow();

        List<Recursion> recursions = Traversal.upward(inlined).stream()
                .filter(Recursion.class::isInstance)
                .map(Recursion.class::cast)
                .toList();
        assertThat(recursions)
                .extracting(Recursion::number)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(recursions)
                .allSatisfy(found ->
                        assertThat(((Recursed) found.step()).recursion()).isEqualTo(found.number()));
    }

    private static Recursion recursion(Relation seed) {
        return new Recursion(7, seed, new Recursed(7, seed.columns()), true);
    }

    private static Optional<Relation> inline(Relation query, BoundQuery body) {
        Map<String, BoundQuery> bodies = Map.of("view", body);
        return Inlining.inline(new BoundQuery(query, List.of("id")), name -> Optional.ofNullable(bodies.get(name)))
                .map(BoundQuery::relation);
    }

    private static List<String> scans(Relation root) {
        return Traversal.upward(root).stream()
                .filter(Scan.class::isInstance)
                .map(scan -> ((Scan) scan).table())
                .toList();
    }
}
