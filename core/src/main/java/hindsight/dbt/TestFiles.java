package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import hindsight.json.JsonTree;
import hindsight.schema.Name;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes tests that are queries: singular ones, and generic ones that our tests of columns do not say. */
final class TestFiles {
    private static final String ANY = "!= 0";
    private static final String COUNT = "count(*)";

    private final Manifest manifest;
    private final CompiledSql sql;
    private final Remarks remarks;
    private final Set<String> taken = new HashSet<>();

    TestFiles(Manifest manifest, CompiledSql sql, Remarks remarks) {
        this.manifest = manifest;
        this.sql = sql;
        this.remarks = remarks;
    }

    /** @param files gets the test's file, unless the test was not compiled */
    void add(Node test, Map<String, String> files) {
        Optional<String> compiled = test.compiled();
        if (compiled.isEmpty()) {
            remarks.add(
                    Kind.LEFT_OUT,
                    "tests that were not compiled",
                    "`dbt compile --full-refresh` compiles all.",
                    test.name());
            return;
        }
        String description =
                test.description().isEmpty() ? "" : "description: " + Yaml.text(test.description(), "  ") + "\n";
        String settings = description + (test.isWarning() ? "severity: warn\n" : "");
        files.put(
                path(test), (settings.isEmpty() ? "" : "/*---\n" + settings + "---*/\n") + body(test, compiled.get()));
    }

    /** dbt counts what a test finds and compares the count; ours fails when there is a row. */
    private String body(Node test, String compiled) {
        JsonTree config = test.config();
        String measure = config.at("fail_calc").text(COUNT);
        String error = config.at("error_if").text(ANY);
        String warn = config.at("warn_if").text(ANY);
        String condition = test.isWarning() ? warn : error;
        if (!test.isWarning() && !warn.equals(error)) {
            remarks.add(
                    Kind.DIFFERENT,
                    "tests with two thresholds",
                    "They fail by `error_if`; `warn_if` is left out.",
                    test.name());
        }
        String text = sql.rewritten(compiled);
        return measure.equals(COUNT) && condition.equals(ANY)
                ? text
                : "select * from (\nselect " + measure + " as failures from (\n" + text
                        + ") as found\n) as counted where failures " + condition + "\n";
    }

    private String path(Node test) {
        String home = test.packageName().equals(manifest.projectName()) ? "" : test.packageName() + "/";
        String name = test.json().at("alias").text(test.name()).replaceAll("[\\p{Cntrl}/\\\\]", "_");
        for (String ending : List.of("", "_2", "_3", "_4", "_5")) {
            if (taken.add(Name.folded(home + name + ending))) {
                return "tests/" + home + name + ending + ".sql";
            }
        }
        return "tests/" + home + test.id().replaceAll("[^\\w.]", "_") + ".sql";
    }
}
