package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.run.DataTests.Status;
import hindsight.run.DataTests.TestResult;
import java.util.List;
import java.util.Locale;

/** How the data tests went. */
record TestsResult(List<TestResult> tests) implements CommandResult {
    TestsResult {
        tests = List.copyOf(tests);
    }

    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> json.objects("tests", tests, test -> {
            json.field("name", test.name());
            json.field("file", test.file());
            json.field("severity", test.severity());
            json.field("status", test.status());
            json.field("rows", test.rows());
        }));
    }

    @Override
    public void writeText(Output output) {
        if (!tests.isEmpty()) {
            TextTable.of(
                            TextTable.Column.text("Test"),
                            TextTable.Column.text("Status"),
                            TextTable.Column.number("Finds"),
                            TextTable.Column.text("File"))
                    .print(tests.stream().map(TestsResult::row).toList(), output);
        }
        output.line(
                Tone.FAINT,
                count(Status.PASSED) + " passed, " + count(Status.FAILED) + " failed, " + count(Status.SKIPPED)
                        + " skipped.");
    }

    @Override
    public List<Problem> problems() {
        return tests.stream().flatMap(test -> test.problem().stream()).toList();
    }

    @Override
    public Exit exit() {
        return problems().stream().anyMatch(Problem::isError) ? Exit.FAULT : Exit.DONE;
    }

    private long count(Status status) {
        return tests.stream().filter(test -> test.status() == status).count();
    }

    private static TextTable.Row row(TestResult test) {
        Tone tone = switch (test.status()) {
            case PASSED -> Tone.PLAIN;
            case FAILED -> test.problem().filter(Problem::isError).isPresent() ? Tone.BAD : Tone.CAUTION;
            case SKIPPED -> Tone.FAINT;
        };
        return new TextTable.Row(
                tone,
                List.of(
                        test.name(),
                        test.status().name().toLowerCase(Locale.ROOT),
                        test.status() == Status.FAILED ? Long.toString(test.rows()) : "",
                        test.file()));
    }
}
