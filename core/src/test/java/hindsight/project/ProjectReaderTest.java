package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.Severity;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {
    @TempDir
    Path root;

    @Test
    void readsAllSettings() {
        Project project = new ProjectFolder(root)
                .environment("DATA", "/srv")
                .file("hindsight.yml", """
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
                        """)
                .read();

        assertThat(project.settings().name()).isEqualTo("shop");
        assertThat(project.settings().warehouse()).isEqualTo(Path.of("/srv/shop"));
        assertThat(project.settings().timeZone().getId()).isEqualTo("Europe/Berlin");
        assertThat(project.settings().engine()).isEqualTo(new EngineSettings("duckdb", "4GB", 2));
        assertThat(project.settings().variables())
                .containsEntry("vat", "0.2")
                .containsEntry("country", "'DE'")
                .containsEntry("opened", "DATE '2020-02-29'");
        assertThat(project.settings().protectedBranches()).containsExactlyInAnyOrder("main", "audit");

        SourceDefinition orders = project.sources().get(0);
        assertThat(orders.name()).isEqualTo("orders");
        assertThat(orders.key()).containsExactly("id");
        assertThat(orders.effective()).contains(new Effective.Moment("ordered_on"));
        assertThat(orders.kind()).isEqualTo(LoadKind.UPSERT);
        assertThat(orders.files()).contains("data/orders/*.csv");
        assertThat(orders.csv().delimiter()).contains(";");
        assertThat(orders.csv().nullText()).contains("");
        assertThat(orders.columns())
                .containsExactly(
                        new Column("amt", new DataType("DECIMAL(12,2)")),
                        new Column("tags", new DataType("VARCHAR[]")),
                        new Column("place", new DataType("STRUCT(a INTEGER, b DECIMAL(3, 1))")),
                        new Column("n", DataType.BIGINT));
        assertThat(orders.location()).hasToString("hindsight.yml:8:3");

        SourceDefinition prices = project.sources().get(1);
        assertThat(prices.name()).isEqualTo("changes of \"prices\"");
        assertThat(prices.kind()).isEqualTo(LoadKind.CHANGES);
        assertThat(prices.order()).contains("changed_at");
        assertThat(project.sources().get(2).kind()).isEqualTo(LoadKind.APPEND);
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
    void readsAModelWithItsSettings() {
        Project project = new ProjectFolder(root)
                .file("hindsight.yml", "vars: {vat: 0.25}\nsources: {orders: {key: [id]}}\n")
                .file("models/daily/tax.sql", """
                        /*---
                        description: tax per business day
                        key: [d]
                        effective: d
                        columns: {tax: {description: what we owe, tests: [not_null, accepted_values: [1, 2]]}}
                        materialized: view
                        tags: [finance]
                        was: daily tax
                        incremental: required
                        float: ordered
                        ---*/
                        SELECT d, sum(amt) * ${vat} AS tax FROM orders GROUP BY d; -- the end
                        """)
                .file("tests/no debts.sql", "/*--- severity: warn ---*/\nSELECT * FROM tax WHERE tax < 0")
                .read();

        ModelDefinition model = project.models().get(0);
        assertThat(model.name()).isEqualTo("tax");
        assertThat(model.path()).isEqualTo("models/daily/tax.sql");
        ModelDefinition.ModelSettings settings = model.settings();
        assertThat(settings.description()).isEqualTo("tax per business day");
        assertThat(settings.key()).containsExactly("d");
        assertThat(settings.effective()).contains("d");
        assertThat(settings.tests())
                .containsExactly(
                        new ColumnTest.NotNull("tax", Severity.ERROR),
                        new ColumnTest.AcceptedValues("tax", List.of("1", "2"), Severity.ERROR));
        assertThat(settings.columnDescriptions()).containsEntry("tax", "what we owe");
        assertThat(settings.materialization()).isEqualTo(Materialization.VIEW);
        assertThat(settings.tags()).containsExactly("finance");
        assertThat(settings.was()).contains("daily tax");
        assertThat(settings.incrementalRequired()).isTrue();
        assertThat(settings.orderedFloats()).isTrue();
        assertThat(model.location("effective")).hasToString("models/daily/tax.sql:4:12");
        assertThat(model.location("columns.tax")).hasToString("models/daily/tax.sql:5:11");
        assertThat(model.location("float").column()).isPositive();

        SqlText sql = model.timeline().segments().get(0).value();
        assertThat(sql.text()).isEqualTo("SELECT d, sum(amt) * 0.25 AS tax FROM orders GROUP BY d");
        assertThat(sql.locate(sql.text().indexOf("orders"), 6)).hasToString("models/daily/tax.sql:12:41");
        assertThat(sql.locate(sql.text().indexOf("0.25"), 4)).hasToString("models/daily/tax.sql:12:22");
        assertThat(sql.locate(sql.text().indexOf("0.25"), 4).length()).isEqualTo("${vat}".length());

        TestDefinition test = project.tests().get(0);
        assertThat(test.name()).isEqualTo("no debts");
        assertThat(test.severity()).isEqualTo(Severity.WARNING);
        assertThat(test.sql().text()).isEqualTo("SELECT * FROM tax WHERE tax < 0");
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
}
