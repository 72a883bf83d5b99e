package hindsight.dbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.dbt.Remark.Kind;
import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversionTest {
    private static final String INCREMENTAL =
            "\"config\": {\"materialized\": \"incremental\", \"unique_key\": \"id\"}, ";

    @Test
    void readsWhatOlderVersionsWrite() {
        Converted made = convert(manifest(
                4,
                model(
                        "a",
                        "\"raw_sql\": \"select 1\", \"compiled_sql\": \"select 1 as id from \\\"db\\\".\\\"main\\\".\\\"b\\\"\""),
                model("b", "\"compiled_sql\": \"select 2 as id\"")));
        assertThat(made.files().get("models/a.sql")).isEqualTo("select 1 as id from b\n");
    }

    @Test
    void refusesWhatIsNoManifestOfAKnownVersion() {
        assertFails("{\"metadata\": {}", "it is not JSON, or ends too early");
        assertFails("{\"nodes\": {}}", "it is JSON, but does not say dbt_schema_version");
        assertFails("[]", "it is not JSON");
        assertFails(manifest(3), "it is of version 3, and versions 4 to 12 are known");
        assertFails(manifest(20), "it is of version 20");
    }

    @Test
    void refusesWhatIsNotCompiled() {
        assertFails(manifest(12, model("a", "\"raw_code\": \"x\"")), "its models are not compiled");
        assertFails(
                manifest(12, model("a", "\"raw_code\": \"x\""), model("b", "\"compiled_code\": \"select 1\"")),
                "these models are not compiled: a");
    }

    @Test
    void refusesIncrements() {
        String increment = manifest(
                12,
                model(
                        "a",
                        INCREMENTAL
                                + "\"raw_code\": \"{% if is_incremental() %}\", \"compiled_code\": \"select 1 as id where 2 > (select max(id) from db.main.a)\""));
        assertFails(
                increment, "it was compiled while is_incremental() was true, so that models read their own tables: a");
    }

    @Test
    void tellsWhenItCannotKnowWhetherItWasAFullRefresh() {
        String manifest = manifest(
                12,
                model(
                        "a",
                        INCREMENTAL
                                + "\"depends_on\": {\"macros\": [\"macro.p.recent\"]}, \"compiled_code\": \"select 1 as id where now() > '2025-01-01'\""));
        assertThat(topics(convert(manifest), Kind.TO_DO)).containsExactly("is_incremental");
        Given given = given(manifest, "{\"metadata\": {\"invocation_id\": \"i\"}, \"args\": {\"full_refresh\": true}}");
        assertThat(topics(Conversion.of(given), Kind.TO_DO)).isEmpty();
        Given another =
                given(manifest, "{\"metadata\": {\"invocation_id\": \"j\"}, \"args\": {\"full_refresh\": true}}");
        assertThat(topics(Conversion.of(another), Kind.TO_DO)).containsExactly("is_incremental");
    }

    @Test
    void makesASourceOfAModelThatReadsItself() {
        Converted made = convert(manifest(
                12,
                model("a", "\"compiled_code\": \"select * from db.main.a\""),
                model("b", "\"compiled_code\": \"select * from db.main.a\"")));
        assertThat(made.files().keySet())
                .containsExactly("hindsight.yml", "models/b.sql", "FROM_DBT.sql", "FROM_DBT.md");
        assertThat(made.files().get("hindsight.yml")).contains("  a:\n    load: snapshot\n    files: data/a.parquet\n");
        assertThat(topics(made, Kind.LEFT_OUT)).containsExactly("models that read themselves");
    }

    @Test
    void tellsOfExpressionsAsKeys() {
        Converted made = convert(
                manifest(
                        12,
                        model(
                                "a",
                                "\"config\": {\"materialized\": \"incremental\", \"unique_key\": \"a || b\"}, \"compiled_code\": \"select 1 as a, 2 as b\"")));
        assertThat(made.files().get("models/a.sql")).doesNotContain("key");
        assertThat(topics(made, Kind.TO_DO)).containsExactly("unique_key");
    }

    @Test
    void readsTheOptionsOfCalls() {
        assertThat(OutsideFiles.of("read_csv('a.csv', delim='\\t', header = false, nullstr='-')")
                        .orElseThrow()
                        .csv())
                .containsEntry("delimiter", "\t")
                .containsEntry("header", "false")
                .containsEntry("null", "-");
        assertThat(OutsideFiles.of("read_csv(['a.csv', 'b.csv'])")).isEmpty();
        assertThat(OutsideFiles.of("read_csv('a.csv', union_by_name = true)")).isEmpty();
        assertThat(OutsideFiles.of("'s3://bucket/a.parquet'")).isEmpty();
        assertThat(OutsideFiles.of("read_parquet('o''x.parquet')").orElseThrow().pattern())
                .isEqualTo("o'x.parquet");
    }

    private static List<String> topics(Converted made, Kind kind) {
        return made.remarks().stream()
                .filter(remark -> remark.kind() == kind)
                .map(Remark::topic)
                .toList();
    }

    private static void assertFails(String manifest, String message) {
        assertThatThrownBy(() -> convert(manifest))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(message);
    }

    private static Converted convert(String manifest) {
        return Conversion.of(given(manifest, "{}"));
    }

    private static Given given(String manifest, String lastRun) {
        return new Given(
                "p",
                "manifest.json",
                manifest,
                Optional.empty(),
                Optional.of(JsonTree.read(lastRun)),
                Optional.empty());
    }

    private static String manifest(int version, String... nodes) {
        return "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v" + version
                + ".json\", \"project_name\": \"p\", \"invocation_id\": \"i\"}, \"nodes\": {" + String.join(", ", nodes)
                + "}, \"macros\": {\"macro.p.recent\": {\"depends_on\": {\"macros\": [\"macro.dbt.is_incremental\"]}}}}";
    }

    private static String model(String name, String fields) {
        String config = fields.contains("\"config\"") ? "" : "\"config\": {\"materialized\": \"table\"}, ";
        return "\"model.p." + name
                + "\": {\"resource_type\": \"model\", \"package_name\": \"p\", \"database\": \"db\", \"schema\": \"main\", \"name\": \""
                + name + "\", \"path\": \"" + name + ".sql\", " + config + fields + "}";
    }
}
