package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Diff;
import hindsight.run.Explain;
import hindsight.time.Span;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a table at two commits. */
@Command(
        name = "diff",
        description = "Shows how the rows of a table differ between two commits, or what one commit did to them.",
        footer = {
            "  hindsight diff orders 12..14         rows added and retracted after 12, up to 14",
            "  hindsight diff orders 14             what commit 14 did",
            "  hindsight diff orders 2025-03-05..   since that day began",
            "  hindsight diff orders 12.. --cells   old and new value of each changed cell",
            "  hindsight diff orders 12.. --output review.html",
            "  hindsight diff daily 12.. --explain  how much of it comes from data, how much from logic"
        })
final class DiffCommand implements Action {
    static final int PAGE = 50;

    @Parameters(index = "0", paramLabel = "TABLE", description = "A source or a model.")
    private String table = "";

    @Parameters(
            index = "1",
            paramLabel = "A..B",
            description =
                    "After A, up to B; each a seq, a tag, a moment or head. A.. goes up to head, A alone is what A did.")
    private String span = "";

    @Option(names = "--cells", description = "Pair rows by key and show which cells changed, old and new.")
    private boolean cells;

    @Option(names = "--full", description = "Every recorded step with its commit, instead of what the steps come to.")
    private boolean full;

    @Option(names = "--summary", description = "Only how many rows and cells changed.")
    private boolean summary;

    @Option(names = "--explain", description = "Tell apart what data, logic and the clock changed.")
    private boolean explain;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Mixin
    private LimitOption limit = new LimitOption();

    @Override
    public CommandResult perform(Session session) {
        if (summary && cells) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot show cells and their summary at once", "Choose --cells or --summary."));
        }
        if (summary && report.format() != ReportFormat.TEXT) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot write a summary as " + report.format().name().toLowerCase(Locale.ROOT),
                    "Leave --summary or --format out."));
        }
        CommandResult result = explain ? explained(session) : compared(session);
        return report.target(session)
                .<CommandResult>map(file -> new ResultFile(result, file))
                .orElse(result);
    }

    private CommandResult compared(Session session) {
        Span commits = session.positions().span(span);
        ReportFormat format = report.format();
        int most = format == ReportFormat.TEXT
                ? limit.orPage(session, PAGE)
                : limit.given().orElse(PAGE);
        boolean all = most == Integer.MAX_VALUE;
        Diff.Request request =
                new Diff.Request(table, commits, full, all ? OptionalLong.empty() : OptionalLong.of(most));
        return result(new Diff(session.workspace()), request, format, most);
    }

    private CommandResult result(Diff diff, Diff.Request request, ReportFormat format, int most) {
        if (summary) {
            return new DiffCounts(diff.counts(request));
        }
        if (format != ReportFormat.TEXT) {
            return new DiffReport(diff, request, most, format);
        }
        return cells ? new DiffCells(diff, request, most) : new DiffRows(diff, request, most);
    }

    private CommandResult explained(Session session) {
        if (cells || full || report.format() != ReportFormat.TEXT) {
            String other = cells ? "--cells" : full ? "--full" : "--format";
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot explain a diff in another form",
                    "Leave " + other + " out: --explain tells what became of each cell."));
        }
        Explain use = new Explain(session.workspace());
        Explain.Request request = new Explain.Request(table, session.positions().span(span));
        return summary
                ? new ExplanationCounts(use, request)
                : new Explanation(use, request, limit.orPage(session, PAGE));
    }
}
