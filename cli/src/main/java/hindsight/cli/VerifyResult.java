package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.problem.Problem;
import hindsight.run.Verify;
import hindsight.run.Verify.Against;
import hindsight.run.Verify.Finding;
import hindsight.run.Verify.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What verifying found. */
record VerifyResult(Verify.Result result) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("seq", result.seq());
            json.objects("tables", result.tables(), table -> {
                json.field("name", table.name());
                json.field("equal", table.isEqual());
                json.field("rows", table.rows());
                json.field("repaired", !table.repaired().isEmpty());
                json.objects("findings", table.findings(), finding -> {
                    json.field("against", finding.against());
                    json.field("message", finding.message());
                    json.objects("rows", finding.samples(), sample -> {
                        json.field("expected", sample.expected());
                        json.field("found", sample.found());
                    });
                });
            });
        });
    }

    @Override
    public void writeText(Output output) {
        if (result.tables().isEmpty()) {
            output.line("Nothing to verify: no table stores rows at #" + result.seq() + ".");
            return;
        }
        TextTable.of(Column.text("Table"), Column.number("Rows"), Column.text(""))
                .print(result.tables().stream().map(VerifyResult::row).toList(), output);
        for (Verify.Table table : result.tables()) {
            table.findings().forEach(finding -> print(table, finding, output));
        }
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Verify.Table table : result.tables()) {
            for (Finding finding : table.findings()) {
                problems.add(Problem.error(
                        "differs",
                        "Cannot confirm " + table.name() + " at #" + result.seq() + ": " + finding.message(),
                        wayOut(table, finding)));
            }
        }
        return problems;
    }

    private static String wayOut(Verify.Table table, Finding finding) {
        String repair = "hindsight verify " + table.name() + " --repair ";
        return switch (finding.against()) {
            case HEAD -> repair + "builds the head anew.";
            case STATE -> repair + "drops it; an apply makes it anew.";
            case REMEMBERED, LOG, LOGIC -> "";
        };
    }

    @Override
    public Exit exit() {
        return result.isEqual() ? Exit.DONE : Exit.FAULT;
    }

    private static TextTable.Row row(Verify.Table table) {
        String verdict = (table.isEqual() ? "equal" : "differs")
                + (table.repaired().contains(Against.HEAD) ? ", head built anew" : "")
                + (table.repaired().contains(Against.STATE) ? ", hidden states dropped" : "");
        return new TextTable.Row(
                table.isEqual() ? Tone.PLAIN : Tone.BAD,
                List.of(table.name(), CommitText.count(table.rows()), verdict));
    }

    private static void print(Verify.Table table, Finding finding, Output output) {
        if (finding.samples().isEmpty()) {
            return;
        }
        output.blank();
        String what = finding.against() == Against.STATE ? "Groups of a hidden state of " : "Rows of ";
        output.line(what + table.name() + ", for example:");
        for (Sample sample : finding.samples()) {
            output.line(Tone.GOOD, "  should be  " + shown(sample.expected()));
            output.line(Tone.BAD, "  is         " + shown(sample.found()));
        }
    }

    private static String shown(@Nullable Map<String, @Nullable Object> row) {
        return row == null ? "not there" : DisplayText.of(row);
    }
}
