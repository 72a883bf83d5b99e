package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Commit;
import hindsight.run.Log;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists commits. */
@Command(
        name = "log",
        description = "Lists commits, newest first: when, what kind, how many rows of which tables, why.",
        footer = {"  hindsight log", "  hindsight log orders --limit 5"})
final class LogCommand implements Action {
    private static final int PAGE = 20;

    @Parameters(paramLabel = "TABLE", description = "Only commits that changed rows of these tables.")
    private List<String> tables = List.of();

    @Mixin
    private LimitOption limit = new LimitOption();

    @Override
    public CommandResult perform(Session session) {
        Log.Request request = new Log.Request(limit.orPage(session, PAGE), tables);
        return new Listed(new Log(session.workspace()).run(request), CommitText.of(session));
    }

    private record Listed(Log.Result log, CommitText text) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.array(log.commits(), commit -> CommitText.writeJson(commit, json));
        }

        @Override
        public void writeText(Output output) {
            if (log.commits().isEmpty()) {
                output.line("No commits yet.");
                return;
            }
            List<Column> columns = new ArrayList<>(List.of(
                    Column.number("Seq"),
                    Column.text("Time"),
                    Column.text("Kind"),
                    Column.text("Rows"),
                    Column.text("Message")));
            if (severalBranches()) {
                columns.add(Column.text("Branch"));
            }
            TextTable.of(columns.toArray(Column[]::new))
                    .print(log.commits().stream().map(this::row).toList(), output);
            if (log.more()) {
                output.line(Tone.FAINT, "Older commits with --limit N.");
            }
        }

        private TextTable.Row row(Commit commit) {
            List<String> cells = new ArrayList<>(List.of(
                    CommitText.seq(commit.seq()),
                    text.time(commit.at()),
                    CommitText.kind(commit),
                    CommitText.changes(commit.changes()),
                    CommitText.remarks(commit)));
            if (severalBranches()) {
                cells.add(commit.branch());
            }
            return TextTable.Row.of(cells.toArray(String[]::new));
        }

        private boolean severalBranches() {
            return log.commits().stream().map(Commit::branch).distinct().count() > 1;
        }
    }
}
