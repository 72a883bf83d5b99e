package hindsight.cli;

import hindsight.cli.Report.Cell;
import hindsight.cli.Report.Fact;
import hindsight.cli.Report.Grid;
import hindsight.cli.Report.Header;
import hindsight.cli.Report.Line;
import hindsight.cli.Report.Part;
import hindsight.cli.Report.Sign;
import hindsight.cli.Report.Value;
import hindsight.cli.Report.Words;
import hindsight.plan.SourceChange;
import hindsight.problem.Problem;
import hindsight.run.PreviewResult;
import hindsight.run.PreviewResult.ModelPreview;
import hindsight.run.RowSample;
import hindsight.schema.Column;
import hindsight.schema.SchemaDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What an apply would publish, told by model. */
final class PreviewReport {
    private static final List<Header> HEADERS = List.of(
            new Header("Model", false),
            new Header("Change", false),
            new Header("Strategy", false),
            new Header("Added", true),
            new Header("Retracted", true),
            new Header("Changed", true),
            new Header("Rows now", true),
            new Header("Effective time", false),
            new Header("Why", false));

    private final PreviewResult result;
    private final int samples;

    private PreviewReport(PreviewResult result, int samples) {
        this.result = result;
        this.samples = samples;
    }

    /** @param samples of how many keys or rows of each model values were asked for */
    static Report of(String project, PreviewResult result, int samples, List<Problem> problems) {
        return new PreviewReport(result, samples).report(project, problems);
    }

    private Report report(String project, List<Problem> problems) {
        List<ModelPreview> told =
                result.models().stream().filter(PreviewReport::isTold).toList();
        List<Line> lines = new ArrayList<>();
        result.sources().forEach(source -> lines.add(line(source)));
        told.forEach(model -> lines.add(line(model)));
        return new Report(
                "Preview of " + project,
                List.of(summary(told)),
                lines.isEmpty() ? Optional.empty() : Optional.of(new Grid(HEADERS, lines)),
                told.stream()
                        .filter(model -> model.concerned() > 0 || isReshaped(model))
                        .map(this::part)
                        .toList(),
                problems);
    }

    private String summary(List<ModelPreview> told) {
        UnchangedModels others = new UnchangedModels(result.models().stream()
                .filter(model -> !isTold(model))
                .map(ModelPreview::name)
                .toList());
        if (!result.pending()) {
            return "Nothing to publish" + others.counted("; ") + ".";
        }
        long sources = told.stream().filter(model -> model.result().isLoaded()).count();
        List<String> changed = new ArrayList<>();
        if (sources > 0) {
            changed.add(CommitText.count(sources, "source", "sources"));
        }
        if (told.size() > sources) {
            changed.add(CommitText.count(told.size() - sources, "model", "models"));
        }
        String tables = changed.isEmpty() ? "" : " to " + String.join(" and ", changed);
        String head = result.head() == 0 ? "" : " after " + CommitText.seq(result.head());
        return (sources == 0 ? "Apply" : "Load and apply") + " would publish changes" + tables + head + ": "
                + counts(result.added(), result.retracted(), result.changed()) + others.besides() + ".";
    }

    static String counts(long added, long retracted, long changed) {
        return CommitText.count(added, "row", "rows") + " added, " + CommitText.count(retracted) + " retracted"
                + (changed > 0 ? ", of which " + CommitText.count(changed) + " changed" : "");
    }

    private static boolean isTold(ModelPreview model) {
        return !model.result().change().equals(AppliedResult.UNCHANGED);
    }

    /** Whether a model that is there has other columns; all columns of a new one are news. */
    private static boolean isReshaped(ModelPreview model) {
        return !model.schema().isEmpty() && model.rows().isPresent();
    }

    private static Line line(SourceChange source) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Value(source.name(), false));
        cells.add(new Words("definition changed"));
        for (int i = 2; i < HEADERS.size() - 1; i++) {
            cells.add(new Words(""));
        }
        cells.add(new Words(String.join(", ", source.differences())));
        return new Line(Sign.NONE, cells);
    }

    private static Line line(ModelPreview model) {
        boolean rows = model.result().added() > 0
                || model.result().retracted() > 0
                || model.rows().isPresent();
        return new Line(
                Sign.NONE,
                List.of(
                        new Value(model.name(), false),
                        new Words(model.result().change()),
                        new Words(model.result().strategy().word()),
                        number(rows, model.result().added()),
                        number(rows, model.result().retracted()),
                        number(rows, model.changed()),
                        rows(model.rows()),
                        new Words(time(model)),
                        new Words(AppliedResult.why(model.result()))));
    }

    private static Cell number(boolean there, long number) {
        return new Words(there ? CommitText.count(number) : "");
    }

    private static Cell rows(OptionalLong rows) {
        return new Words(rows.isPresent() ? CommitText.count(rows.getAsLong()) : "");
    }

    private static String time(ModelPreview model) {
        return model.time()
                .map(time -> time.first().equals(time.last()) ? time.first() : time.first() + " to " + time.last())
                .orElse("");
    }

    private Part part(ModelPreview model) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Why", model.result().change() + ": " + AppliedResult.why(model.result())));
        facts.add(new Fact("Strategy", model.result().strategy().word()));
        model.time().ifPresent(time -> facts.add(new Fact("Effective time", time(model))));
        String counts = counts(model.result().added(), model.result().retracted(), model.changed());
        String of = model.rows().isPresent()
                ? ", of " + CommitText.count(model.rows().getAsLong())
                : "";
        Optional<RowSample> sample = model.sample().filter(rows -> !rows.isEmpty());
        return new Part(
                model.name(),
                model.concerned() > 0 && model.result().added() + model.result().retracted() == 0
                        ? "all " + CommitText.count(model.concerned(), "row", "rows") + " dropped"
                        : counts + of,
                facts,
                isReshaped(model) ? Optional.of(new Fact("Columns", columns(model.schema()))) : Optional.empty(),
                sample.map(SampleGrid::of),
                sample.map(rows -> more(model, rows)).orElse(""));
    }

    private String more(ModelPreview model, RowSample sample) {
        boolean all = sample instanceof RowSample.Keyed
                ? model.concerned() <= samples
                : model.result().added() + model.result().retracted() <= samples;
        return all ? "" : "The first " + CommitText.count(samples) + "; more with --limit N.";
    }

    /** Such as {@code tax DECIMAL(12,2) added, rate removed, d DATE -> TIMESTAMP}. */
    private static String columns(SchemaDifference schema) {
        List<String> clauses = new ArrayList<>();
        add(clauses, schema.added(), "added");
        add(clauses, schema.removed(), "removed");
        schema.retyped().forEach(column -> clauses.add(column.name() + " " + column.from() + " -> " + column.to()));
        return String.join("; ", clauses);
    }

    private static void add(List<String> clauses, List<Column> columns, String verb) {
        if (!columns.isEmpty()) {
            clauses.add(columns.stream()
                            .map(column -> column.name() + " " + column.type())
                            .collect(Collectors.joining(", "))
                    + " " + verb);
        }
    }
}
