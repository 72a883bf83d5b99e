package hindsight.cli;

import hindsight.cli.Report.Part;
import hindsight.history.RowChange;
import hindsight.history.RowStep;
import hindsight.history.Rows;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Diff;
import hindsight.run.RowSample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A net diff as a report: by key where there is one, else row by row.
 *
 * @param limit how many keys or rows at most
 */
record DiffReport(Diff diff, Diff.Request request, int limit, ReportFormat format) implements CommandResult {
    /** @throws UsageException when every step is asked for */
    DiffReport {
        if (request.everyStep()) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot write every step as " + format.name().toLowerCase(Locale.ROOT),
                    "Leave --full or --format out."));
        }
    }

    @Override
    public void writeJson(JsonOutput json) {
        new DiffRows(diff, request, limit).writeJson(json);
    }

    @Override
    public void writeText(Output output) {
        format.write(report(), output);
    }

    private Report report() {
        Diff.Request all = new Diff.Request(request.table(), request.span(), false, OptionalLong.of(limit));
        Diff.Summary summary = diff.rows(all, (found, rows) -> found);
        RowSample sample = summary.key().isEmpty() ? diff.rows(all, this::bag) : diff.steps(all, this::keyed);
        boolean cut = (sample instanceof RowSample.Keyed
                        ? summary.added() + summary.retracted() - summary.changed()
                        : summary.added() + summary.retracted())
                > limit;
        Part part = new Part(
                summary.table(),
                summary.isEmpty()
                        ? "no difference"
                        : PreviewReport.counts(summary.added(), summary.retracted(), summary.changed()),
                List.of(),
                Optional.empty(),
                sample.isEmpty() ? Optional.empty() : Optional.of(SampleGrid.of(sample)),
                cut ? "The first " + CommitText.count(limit) + "; more with --limit N." : "");
        return new Report(
                "Changes of " + summary.table() + " " + summary.range(),
                List.of(),
                Optional.empty(),
                List.of(part),
                List.of());
    }

    private RowSample keyed(Diff.Summary summary, Iterator<RowStep> steps) {
        List<RowStep> first = new ArrayList<>();
        while (first.size() < limit && steps.hasNext()) {
            first.add(steps.next());
        }
        return new RowSample.Keyed(summary.schema(), summary.inexact(), summary.key(), first);
    }

    private RowSample bag(Diff.Summary summary, Rows rows) {
        List<RowChange> changes = new ArrayList<>();
        Iterator<List<@Nullable Object>> cells = new RowCells(rows);
        while (cells.hasNext()) {
            List<@Nullable Object> row = cells.next();
            changes.add(new RowChange(0, Long.parseLong(String.valueOf(row.get(0))), row.subList(1, row.size())));
        }
        return new RowSample.Bag(summary.schema(), summary.inexact(), changes);
    }
}
