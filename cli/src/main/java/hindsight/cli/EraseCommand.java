package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Erasure;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Erase;
import hindsight.run.History.Choice;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases what must not be remembered. */
@Command(
        name = "erase",
        description =
                "Erases rows of a source from all of its history, on all branches, and from all that was made of them, as if they had never been loaded. Cannot be undone.",
        footer = {
            "  hindsight erase customers id=117 --dry-run",
            "  hindsight erase customers id=117 -m 'request 2025-117'",
            "  hindsight erase visits --where \"visitor = 117\" -m 'request 2025-117'"
        })
final class EraseCommand implements Action {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "A source.")
    private String table = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KEY",
            description = "The row: id=3 or a=1,b=2; of a source with periods, without the period.")
    private @Nullable String key;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Instead of a key: all rows that ever fulfilled this condition.")
    private @Nullable String where;

    @Option(names = "--dry-run", description = "Say what would be erased, and erase nothing.")
    private boolean rehearsal;

    @Option(
            names = "--allow-inexact",
            description = "Compute models anew although the last digits of floating-point sums may come out otherwise.")
    private boolean inexact;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why, for the log; required. It stays: do not tell there what is erased.")
    private String message = "";

    @Override
    public CommandResult perform(Session session) {
        Erase.Request request = new Erase.Request(table, rows(), message, rehearsal, inexact);
        Erase.Result result = new Erase(session.workspace())
                .run(
                        request,
                        found -> session.confirm("Erase " + versions(found.versions()) + " of " + found.table()
                                + " for ever"
                                + (found.models().isEmpty()
                                        ? ""
                                        : ", and rewrite the history of " + String.join(", ", found.models()))
                                + "?"));
        return new Shown(result);
    }

    private Choice rows() {
        String one = key;
        String condition = where;
        if ((one == null) == (condition == null)) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell which rows of " + table + " are meant: give "
                            + (one == null ? "a key or a condition" : "a key or a condition, not both"),
                    "hindsight erase " + table + " COLUMN=VALUE, or hindsight erase " + table + " --where \"…\"."));
        }
        return one == null ? new Choice.Where(String.valueOf(condition)) : new Choice.Key(one);
    }

    static void write(Erasure.Erased erased, JsonOutput json) {
        json.object(() -> {
            json.field("name", erased.table());
            json.field("versions", erased.versions());
            json.name("commits").array(erased.commits(), json::value);
        });
    }

    /** In words such as {@code 3 row versions of people, which #1, #4 wrote}. */
    static String told(Erasure.Erased erased) {
        String commits = erased.commits().stream().map(seq -> "#" + seq).collect(Collectors.joining(", "));
        String at = commits.isEmpty() ? "" : ", changed " + commits;
        return (erased.versions() > 0 ? versions(erased.versions()) + " of " : "the history of ") + erased.table() + at;
    }

    private static String versions(long number) {
        return CommitText.count(number) + (number == 1 ? " row version" : " row versions");
    }

    private record Shown(Erase.Result result) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("seq", result.seq());
                json.field("table", result.table());
                json.field("versions", result.versions());
                json.field("models", result.models());
                json.name("tables").array(result.erased(), erased -> EraseCommand.write(erased, json));
            });
        }

        @Override
        public void writeText(Output output) {
            if (result.seq().isEmpty()) {
                output.line("Would erase " + versions(result.versions()) + " of " + result.table() + ".");
                if (!result.models().isEmpty()) {
                    output.line("Would rewrite the history of " + String.join(", ", result.models()) + ".");
                }
                return;
            }
            TextTable.of(Column.text("Table"), Column.number("Row versions"), Column.number("Commits changed"))
                    .print(
                            result.erased().stream()
                                    .map(erased -> TextTable.Row.of(
                                            erased.table(),
                                            erased.versions() == 0 ? "" : CommitText.count(erased.versions()),
                                            CommitText.count(erased.commits().size())))
                                    .toList(),
                            output);
            output.line("Erased in #" + result.seq().getAsLong() + ".");
        }
    }
}
