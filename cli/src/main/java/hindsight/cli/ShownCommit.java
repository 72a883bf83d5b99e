package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Commit;
import hindsight.history.CommitContext;
import hindsight.problem.OneLine;
import hindsight.run.Show;
import hindsight.run.Show.Redefinition;
import hindsight.time.StatedMoment;
import java.util.Map;
import java.util.stream.Collectors;

/** A commit with its context, what it changed and what it took. */
record ShownCommit(Show.Result.OfCommit shown, CommitText text) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        Commit commit = shown.commit();
        json.object(() -> {
            CommitText.writeFields(commit, json);
            json.field("parent", commit.parent());
            json.field("merge_parent", commit.mergeParent());
            json.name("context").object(() -> write(commit.context(), json));
            json.objects("definitions", shown.definitions(), definition -> {
                json.field("table", definition.table());
                json.field("differences", definition.differences());
            });
            json.objects("files", shown.files(), file -> {
                json.field("source", file.source());
                json.field("path", file.path());
                json.field("hash", file.hash());
                file.effective().ifPresent(date -> json.field("effective", StatedMoment.text(date)));
            });
            if (!shown.erased().isEmpty()) {
                json.name("erased").array(shown.erased(), erased -> EraseCommand.write(erased, json));
            }
        });
    }

    private static void write(CommitContext context, JsonOutput json) {
        json.field("clock", context.clock());
        json.field("zone", context.zone());
        json.field("variables", context.variables());
        json.field("engine", context.engine());
        json.field("tool", context.tool());
        json.field("git_commit", context.gitCommit());
        json.field("git_clean", context.gitClean());
        json.field("command", context.command());
    }

    @Override
    public void writeText(Output output) {
        Commit commit = shown.commit();
        output.line(Tone.STRONG, "Commit " + text.named(commit) + ": " + CommitText.kind(commit));
        line("message", CommitText.remarks(commit.message(), commit), output);
        line("author", commit.author(), output);
        line("command", commit.context().command(), output);
        line(
                "now was",
                text.time(commit.context().clock()) + " " + commit.context().zone(),
                output);
        line("variables", variables(commit.context().variables()), output);
        line("git", git(commit.context()), output);
        line(
                "made by",
                "hindsight " + commit.context().tool() + ", " + commit.context().engine(),
                output);
        for (Redefinition definition : shown.definitions()) {
            line(definition.table(), String.join(", ", definition.differences()), output);
        }
        shown.files()
                .forEach(file -> line(
                        "took",
                        file.path() + " into " + file.source()
                                + file.effective()
                                        .map(date -> ", the state as of " + StatedMoment.text(date))
                                        .orElse(""),
                        output));
        shown.erased()
                .forEach(erased ->
                        line(erased.versions() > 0 ? "erased" : "rewrote", EraseCommand.told(erased), output));
        writeChanges(commit, output);
    }

    private static void writeChanges(Commit commit, Output output) {
        if (!commit.changes().isEmpty()) {
            output.blank();
            TextTable.of(Column.text("Table"), Column.number("Added"), Column.number("Retracted"))
                    .print(
                            commit.changes().stream()
                                    .map(change -> TextTable.Row.of(
                                            change.table(),
                                            CommitText.count(change.added()),
                                            CommitText.count(change.retracted())))
                                    .toList(),
                            output);
        }
    }

    private static void line(String name, String value, Output output) {
        if (!value.isBlank()) {
            output.line("  " + name + " ".repeat(Math.max(1, 12 - name.length())) + OneLine.of(value));
        }
    }

    private static String variables(Map<String, String> variables) {
        return variables.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String git(CommitContext context) {
        return context.gitCommit()
                .map(commit -> commit + (context.gitClean() ? "" : ", with changes not committed"))
                .orElse("");
    }
}
