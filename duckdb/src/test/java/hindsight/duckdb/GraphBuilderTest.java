package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.graph.Graph;
import hindsight.graph.GraphBuilder;
import hindsight.graph.KnownTables;
import hindsight.graph.Model;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.ProjectReader;
import hindsight.project.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphBuilderTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);

    @TempDir
    Path root;

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @BeforeEach
    void declareSources() {
        file(
                "hindsight.yml",
                "vars: {vat: 0.2}\nsources: {Orders: {key: id}, my customers: {key: id}, raw.prices: {key: sku}}");
    }

    @Test
    void putsModelsBehindWhatTheyReadAndOtherwiseByName() {
        model("z", "FROM orders");
        model("a", "FROM m JOIN b USING (id)");
        model("m", "FROM Z");
        model("B", "FROM \"my customers\"");
        model("c", "SELECT 1");

        assertThat(graph().models()).extracting(Model::name).containsExactly("B", "c", "z", "m", "a");
    }

    @Test
    void keepsWhatIsSoundBesideWhatIsNot() {
        model("a", "FROM orders");
        model("b", "FROM a");
        model("broken", "SELEC 1");
        model("lost", "FROM nowhere");
        model("c", "FROM b JOIN broken USING (id)");
        model("d", "FROM c");
        model("x", "FROM y");
        model("y", "FROM x");
        model("z", "FROM y");

        GraphBuilder.Attempt attempt =
                new GraphBuilder(PARSER).attempt(new ProjectReader(Map.of()).read(root, Optional.empty()));

        assertThat(attempt.graph().models()).extracting(Model::name).containsExactly("a", "b");
        assertThat(attempt.problems())
                .extracting(Problem::code)
                .containsExactly("syntax-error", "unknown-table", "cycle");
    }

    @Test
    void knowsInputsAsDeclaredAndOnce() {
        model("a", "WITH b AS (FROM ORDERS) SELECT * FROM b JOIN orders USING (id) JOIN \"MY customers\" USING (id)");
        model("b", "SELECT (SELECT max(id) FROM \"raw.prices\") FROM A");

        assertThat(graph().models().get(0).inputs()).containsExactly("Orders", "my customers");
        assertThat(graph().models().get(1).inputs()).containsExactlyInAnyOrder("a", "raw.prices");
    }

    @Test
    void tellsOfEveryUnknownTable() {
        model("tax", "SELECT *\nFROM ordrs AS o\nJOIN \"my custmers\" USING (id), nothing_of_the_kind");
        model("vat", "FROM taxes");

        assertThat(problems()).isEqualTo("""
                        models/tax.sql:2:6: Cannot read 'ordrs': there is no source or model of this name
                          FROM ordrs AS o
                               ^^^^^
                          Did you mean Orders?
                        models/tax.sql:3:6: Cannot read 'my custmers': there is no source or model of this name
                          JOIN "my custmers" USING (id), nothing_of_the_kind
                               ^^^^^^^^^^^^^
                          Did you mean my customers?
                        models/tax.sql:3:32: Cannot read 'nothing_of_the_kind': there is no source or model of this name
                          JOIN "my custmers" USING (id), nothing_of_the_kind
                                                         ^^^^^^^^^^^^^^^^^^^
                          Known: Orders, my customers, raw.prices, tax, vat
                        models/vat.sql:1:6: Cannot read 'taxes': there is no source or model of this name
                          FROM taxes
                               ^^^^^
                          Known: Orders, my customers, raw.prices, tax, vat""");
    }

    @Test
    void tablesHaveNoSchema() {
        model("a", "FROM main.orders");
        model("b", "FROM raw.prices");
        model("c", "FROM w.main.ordrs");
        model("d", "FROM 'data/orders.csv'");

        assertThat(problems()).isEqualTo("""
                        models/a.sql:1:6: Cannot read 'main.orders': there is no source or model of this name
                          FROM main.orders
                               ^^^^^^^^^^^
                          Tables have no schema: write Orders
                        models/b.sql:1:6: Cannot read 'raw.prices': there is no source or model of this name
                          FROM raw.prices
                               ^^^^^^^^^^
                          Tables have no schema: write "raw.prices"
                        models/c.sql:1:6: Cannot read 'w.main.ordrs': there is no source or model of this name
                          FROM w.main.ordrs
                               ^^^^^^^^^^^^
                          Did you mean Orders?
                        models/d.sql:1:6: Cannot read 'data/orders.csv': there is no source or model of this name
                          FROM 'data/orders.csv'
                               ^^^^^^^^^^^^^^^^^
                          SQL in a project reads sources and models only: declare the file as a source in hindsight.yml""");
    }

    @Test
    void modelsDoNotReadThemselves() {
        model("a", "FROM orders\nJOIN A USING (id)");

        assertThat(problems()).isEqualTo("""
                        models/a.sql:2:6: Cannot build a: it reads itself
                          JOIN A USING (id)
                               ^
                          Read another table, or name a WITH query differently""");
    }

    @Test
    void namesTheWholeCycleAndEveryCycle() {
        model("a", "FROM orders, b");
        model("b", "FROM c");
        model("c", "SELECT *\nFROM A");
        model("d", "FROM c, e");
        model("e", "FROM f");
        model("f", "FROM e");

        assertThat(problems()).isEqualTo("""
                        models/a.sql:1:14: Cannot build a: it reads itself by way of others, a ← b ← c ← a
                          FROM orders, b
                                       ^
                          Let one of them read something else
                        models/e.sql:1:6: Cannot build e: it reads itself by way of others, e ← f ← e
                          FROM f
                               ^
                          Let one of them read something else""");
    }

    @Test
    void modelsReadTheirInputsAsTheyAre() {
        model("a", "FROM orders o AT (VERSION => 12)");

        assertThat(problems()).isEqualTo("""
                        models/a.sql:1:6: Cannot build a: a model reads its inputs as they are, not AT a commit
                          FROM orders o AT (VERSION => 12)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                          Remove AT; to look back use: hindsight query""");
    }

    @Test
    void placesLeadThroughSettingsAndVariables() {
        model("a", "/*---\nkey: [id]\n---*/\nSELECT ${vat} AS größe, '😀'\nFROM ordrs");
        model("b", "/*---\nkey: [id]\n---*/\nSELECT ${vat} * (1\nFROM orders");

        assertThat(problems()).startsWith("""
                        models/a.sql:5:6: Cannot read 'ordrs': there is no source or model of this name
                          FROM ordrs
                               ^^^^^
                          Did you mean Orders?
                        models/b.sql:5:""");
    }

    @Test
    void findsInputsOfOtherQueries() {
        model("a", "FROM orders");
        Problems problems = new Problems();
        KnownTables tables = KnownTables.of(graph());

        assertThat(tables.inputs(PARSER.parse(SqlText.of("query", "FROM A, ORDERS AT (VERSION => 1)")), problems))
                .containsExactly("a", "Orders");
        assertThat(problems.list()).isEmpty();
        assertThat(tables.declared("oRDERS")).contains("Orders");
    }

    private Graph graph() {
        return new GraphBuilder(PARSER).build(new ProjectReader(Map.of()).read(root, Optional.empty()));
    }

    private String problems() {
        try {
            graph();
            return "";
        } catch (InvalidException e) {
            List<Problem> problems = e.problems();
            return problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
        }
    }

    private void model(String name, String sql) {
        file("models/" + name + ".sql", sql);
    }

    private void file(String name, String content) {
        try {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
