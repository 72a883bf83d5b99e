package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.LoadRequest;
import hindsight.run.PlanOptions;
import hindsight.run.Preview;
import hindsight.run.PreviewResult;
import hindsight.time.StatedMoment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an apply would publish, row by row. */
@Command(
        name = "preview",
        description = {
            "Shows the rows that apply would add, retract and change: computed and tested as apply would, and not published.",
            "A restatement is shown, too, and told as a warning. With --load, files are taken as loaded before."
        },
        footer = {
            "  hindsight preview",
            "  hindsight preview --select daily+ --limit 100",
            "  hindsight preview --load orders late.csv",
            "  hindsight preview --output review.html",
            "  hindsight preview --keep new_tax          hindsight merge new_tax publishes it",
            "  hindsight preview --check --max-share 5   code 4 when more than 5 % of a model changes"
        })
final class PreviewCommand implements Action {
    private static final int SAMPLES = 10;

    @Mixin
    private PlanWords words = new PlanWords();

    @Mixin
    private Thresholds thresholds = new Thresholds();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Of how many rows or keys of each model to show the values. Default: 10.")
    private int limit = SAMPLES;

    @Option(
            names = "--load",
            arity = "1..*",
            paramLabel = "SOURCE FILE",
            description = "Take these files as loaded into a source; without files, those that it declares.")
    private List<String> load = List.of();

    @Option(
            names = "--effective",
            paramLabel = "DATE",
            description = "With --load: from when on a snapshot is true, for sources with periods.")
    private @Nullable String effective;

    @Option(
            names = "--keep",
            paramLabel = "BRANCH",
            description = "Make a branch that holds just this as a commit; merging it publishes it as it is.")
    private @Nullable String keep;

    @Override
    public CommandResult perform(Session session) {
        thresholds.validate();
        if (limit < 0) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot show " + limit + " rows: that is less than none", "Use 0 or more."));
        }
        Optional<LoadRequest> request = load.isEmpty() ? Optional.empty() : Optional.of(request(session));
        PlanOptions options = words.options();
        if (keep != null && options.select().isPresent()) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot keep a part: the branch " + keep + " would lag behind itself",
                    "Leave --select or --keep out."));
        }
        PreviewResult result = new Preview(session.workspace())
                .preview(new Preview.Request(options, request, limit, Optional.ofNullable(keep)));
        return new PreviewedResult(session, result, limit, thresholds, report);
    }

    private LoadRequest request(Session session) {
        return new LoadRequest(
                Optional.of(load.get(0)),
                load.stream()
                        .skip(1)
                        .map(file -> LoadCommand.given(file, session))
                        .toList(),
                Optional.ofNullable(effective).map(StatedMoment::of),
                Set.of(),
                "");
    }
}
