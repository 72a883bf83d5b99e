package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.Severity;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {
    private static final String SETTINGS = """
            name: shop
            warehouse: ${env:DATA}/shop
            time_zone: Europe/Berlin
            engine: {type: duckdb, memory: 4GB, threads: 2}
            vars: {vat: 0.2, country: DE, opened: 2020-02-29}
            protect: [main, audit]
            sources:
              orders:
                key: [id]
                effective: ordered_on
                load: upsert
                files: data/orders/*.csv
                csv: {delimiter: ";", header: true, null: "", date_format: "%d.%m.%Y", encoding: utf-8}
                columns: {amt: DECIMAL(12,2), tags: "varchar[]", place: STRUCT(a INTEGER, b DECIMAL(3, 1)), n: BIGINT}
              changes of "prices":
                key: sku
                load: changes
                order: changed_at
              notes:
              airports: {key: code}
            """;

    private static final String MODEL = """
            /*---
            description: tax per business day
            key: [d]
            effective: d
            columns:
              tax:
                description: what we owe
                tests:
                  - not_null
                  - accepted_values: [1, 2]
                  - unique: {severity: warn}
              airport:
                severity: warn
                tests: [relationships: {to: AIRPORTS, field: code}, accepted_values: {values: [AMS], severity: error}]
              plain: {tests: not_null}
            materialized: view
            tags: [finance]
            was: daily tax
            incremental: required
            float: ordered
            ---*/
            SELECT d, sum(amt) * ${vat} AS tax FROM orders GROUP BY d; -- the end
            """;

    @TempDir
    Path root;

    @Test
    void readsSettings() {
        Settings settings = shop().read().settings();

        assertThat(settings.name()).isEqualTo("shop");
        assertThat(settings.warehouse()).isEqualTo(Path.of("/srv/shop"));
        assertThat(settings.timeZone().getId()).isEqualTo("Europe/Berlin");
        assertThat(settings.engine()).isEqualTo(new EngineSettings("duckdb", "4GB", 2));
        assertThat(settings.variables())
                .containsEntry("vat", "0.2")
                .containsEntry("country", "'DE'")
                .containsEntry("opened", "DATE '2020-02-29'");
        assertThat(settings.protectedBranches()).containsExactlyInAnyOrder("main", "audit");
    }

    @Test
    void readsASource() {
        SourceDefinition orders = shop().read().sources().get(0);

        assertThat(orders.name()).isEqualTo("orders");
        assertThat(orders.key()).containsExactly("id");
        assertThat(orders.effective()).contains(new Effective.Moment("ordered_on"));
        assertThat(orders.kind()).isEqualTo(LoadKind.UPSERT);
        assertThat(orders.files()).contains("data/orders/*.csv");
        assertThat(orders.csv().delimiter()).contains(";");
        assertThat(orders.csv().header()).contains(true);
        assertThat(orders.csv().nullText()).contains("");
        assertThat(orders.csv().dateFormat()).contains("%d.%m.%Y");
        assertThat(orders.csv().encoding()).contains("utf-8");
        assertThat(orders.location()).hasToString("hindsight.yml:8:3");
    }

    @Test
    void readsTypesWithCommasAsTheyAreMeant() {
        assertThat(shop().read().sources().get(0).columns())
                .containsExactly(
                        new Column("amt", new DataType("DECIMAL(12,2)")),
                        new Column("tags", new DataType("VARCHAR[]")),
                        new Column("place", new DataType("STRUCT(a INTEGER, b DECIMAL(3, 1))")),
                        new Column("n", DataType.BIGINT));
    }

    @Test
    void readsOtherLoadKindsAndNames() {
        List<SourceDefinition> sources = shop().read().sources();

        assertThat(sources.get(1).name()).isEqualTo("changes of \"prices\"");
        assertThat(sources.get(1).key()).containsExactly("sku");
        assertThat(sources.get(1).kind()).isEqualTo(LoadKind.CHANGES);
        assertThat(sources.get(1).order()).contains("changed_at");
    }

    @Test
    void loadsByKeyWhereThereIsOneAndAppendsElse() {
        List<SourceDefinition> sources = shop().read().sources();

        assertThat(sources.get(2).kind()).isEqualTo(LoadKind.APPEND);
        assertThat(sources.get(3).kind()).isEqualTo(LoadKind.UPSERT);
    }

    @Test
    void hasDefaultsForEverything() {
        Project project = new ProjectFolder(root).file("hindsight.yml", "").read();

        assertThat(project.root()).isEqualTo(root);
        assertThat(project.settings().name()).isEqualTo(root.getFileName().toString());
        assertThat(project.settings().warehouse()).isEqualTo(root.resolve(".hindsight"));
        assertThat(project.settings().timeZone().getId()).isEqualTo("UTC");
        assertThat(project.settings().engine()).isEqualTo(EngineSettings.DEFAULT);
        assertThat(project.sources()).isEmpty();
        assertThat(project.models()).isEmpty();
    }

    @Test
    void readsSettingsOfAModel() {
        ModelSettings settings = shop().read().models().get(0).settings();

        assertThat(settings.description()).isEqualTo("tax per business day");
        assertThat(settings.key()).containsExactly("d");
        assertThat(settings.effective()).contains("d");
        assertThat(settings.columnDescriptions()).containsEntry("tax", "what we owe");
        assertThat(settings.materialization()).isEqualTo(Materialization.VIEW);
        assertThat(settings.tags()).containsExactly("finance");
        assertThat(settings.was()).contains("daily tax");
        assertThat(settings.incrementalRequired()).isTrue();
        assertThat(settings.orderedFloats()).isTrue();
    }

    @Test
    void readsTestsOfColumns() {
        assertThat(shop().read().models().get(0).settings().tests())
                .containsExactly(
                        new ColumnTest.NotNull("tax", Severity.ERROR),
                        new ColumnTest.AcceptedValues("tax", List.of("1", "2"), Severity.ERROR),
                        new ColumnTest.Unique("tax", Severity.WARNING),
                        new ColumnTest.Relationships("airport", "AIRPORTS", "code", Severity.WARNING),
                        new ColumnTest.AcceptedValues("airport", List.of("AMS"), Severity.ERROR),
                        new ColumnTest.NotNull("plain", Severity.ERROR));
    }

    @Test
    void knowsWhereThingsOfAModelStand() {
        ModelDefinition model = shop().read().models().get(0);
        SqlText sql = model.timeline().segments().get(0).value();

        assertThat(model.name()).isEqualTo("tax");
        assertThat(model.path()).isEqualTo("models/daily/tax.sql");
        assertThat(model.location("effective")).hasToString("models/daily/tax.sql:4:12");
        assertThat(model.location("columns.tax")).hasToString("models/daily/tax.sql:6:3");
        assertThat(model.location("nothing")).hasToString("models/daily/tax.sql");
        assertThat(sql.text()).isEqualTo("SELECT d, sum(amt) * 0.2 AS tax FROM orders GROUP BY d");
        assertThat(sql.locate(sql.text().indexOf("orders"), 6)).hasToString("models/daily/tax.sql:22:41");
        assertThat(sql.locate(sql.text().indexOf("0.2"), 3)).hasToString("models/daily/tax.sql:22:22");
        assertThat(sql.locate(sql.text().indexOf("0.2"), 3).length()).isEqualTo("${vat}".length());
    }

    @Test
    void readsDataTests() {
        List<TestDefinition> tests = shop().read().tests();

        assertThat(tests).extracting(TestDefinition::name).containsExactly("no gaps", "no debts");
        assertThat(tests).extracting(TestDefinition::severity).containsExactly(Severity.ERROR, Severity.WARNING);
        assertThat(tests.get(1).sql().text()).isEqualTo("SELECT * FROM tax WHERE tax < 0");
    }

    @Test
    void findsTheWarehouse() {
        ProjectFolder folder = new ProjectFolder(root).file("hindsight.yml", "warehouse: wh/${env:UNSET}");
        assertThat(folder.read(Optional.of(Path.of("/tmp/x"))).settings().warehouse())
                .isEqualTo(Path.of("/tmp/x"));
        folder.environment("HINDSIGHT_WAREHOUSE", "/tmp/y");
        assertThat(folder.read().settings().warehouse()).isEqualTo(Path.of("/tmp/y"));
        folder.environment("HINDSIGHT_WAREHOUSE", "").environment("UNSET", "set");
        assertThat(folder.read().settings().warehouse()).isEqualTo(root.resolve("wh/set"));
    }

    private ProjectFolder shop() {
        return new ProjectFolder(root)
                .environment("DATA", "/srv")
                .file("hindsight.yml", SETTINGS)
                .file("models/daily/tax.sql", MODEL)
                .file("tests/no debts.sql", "/*--- severity: warn ---*/\nSELECT * FROM tax WHERE tax < 0")
                .file("tests/deep/no gaps.sql", "SELECT * FROM tax WHERE tax IS NULL");
    }
}
