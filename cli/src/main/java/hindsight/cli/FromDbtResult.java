package hindsight.cli;

import hindsight.dbt.Converted;
import hindsight.dbt.Remark;
import hindsight.problem.Problem;
import hindsight.run.DbtProject;
import java.util.List;
import java.util.Locale;

/** What became of a dbt project: how much was carried over, and what there is to do. */
record FromDbtResult(String folder, DbtProject made) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        Converted converted = made.converted();
        json.object(() -> {
            json.field("project", folder);
            json.field("name", made.name());
            json.field("files", made.files());
            json.name("tables");
            json.array(
                    converted.tables(),
                    table -> json.object(() -> {
                        json.field("name", table.name());
                        json.field("kind", table.kind());
                        json.field("dbt", table.id());
                        json.field("relation", table.relation());
                    }));
            json.name("remarks");
            json.array(
                    converted.remarks(),
                    remark -> json.object(() -> {
                        json.field("kind", remark.kind());
                        json.field("topic", remark.topic());
                        json.field("text", remark.text());
                        json.field("subjects", remark.subjects());
                    }));
        });
    }

    @Override
    public void writeText(Output output) {
        Converted converted = made.converted();
        long tests =
                made.files().stream().filter(file -> file.startsWith("tests/")).count();
        output.line("Made project " + made.name() + " in " + folder + ": " + counted(tables("model"), "model") + ", "
                + counted(tables("source"), "source") + ", " + counted(tests, "file") + " in tests/.");
        for (Remark.Kind kind : Remark.Kind.values()) {
            List<Remark> remarks = converted.remarks().stream()
                    .filter(remark -> remark.kind() == kind)
                    .toList();
            if (!remarks.isEmpty()) {
                output.blank();
                output.line(kind.title() + ":");
                remarks.forEach(remark -> output.line(
                        DisplayText.of("  " + remark.topic() + ": " + String.join(", ", remark.subjects()))));
            }
        }
        output.blank();
        output.line("FROM_DBT.md says more of that, and what each table was. Now:");
        if (!folder.equals(".")) {
            output.line("  cd " + folder);
        }
        output.line("  hindsight run     load the files, build the models");
    }

    private long tables(String kind) {
        return made.converted().tables().stream()
                .filter(table -> table.kind().equals(kind))
                .count();
    }

    private static String counted(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    @Override
    public List<Problem> problems() {
        return made.missing().stream()
                .map(seed -> Problem.warning(
                        "missing-seed",
                        "Cannot find the seed " + seed.place() + " in the dbt project",
                        "Copy it to " + seed.file() + "."))
                .toList();
    }
}
