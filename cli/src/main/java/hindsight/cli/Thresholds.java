package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.PreviewResult;
import hindsight.run.PreviewResult.ModelPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much may change before a preview ends with code 4. Rows of a model that is not built yet do not count: nobody read them. */
final class Thresholds {
    private static final int PERCENT = 100;

    @Option(
            names = "--check",
            description = "End with code 4 when something is pending, or over a threshold if one is given.")
    private boolean check;

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            description = "With code 4 when more rows of a model change; one that is updated counts once.")
    private @Nullable Long rows;

    @Option(
            names = "--max-share",
            paramLabel = "P",
            description = "With code 4 when more than P percent of a model's rows change.")
    private @Nullable Double share;

    /** @throws UsageException when one is less than nothing */
    void validate() {
        if (rows != null && rows < 0) {
            throw unusable("--max-rows", rows.toString());
        }
        if (share != null && !(share >= 0)) {
            throw unusable("--max-share", share.toString());
        }
    }

    /** What is over a threshold. */
    List<Problem> exceeded(PreviewResult result) {
        List<Problem> found = new ArrayList<>();
        for (ModelPreview model : result.models()) {
            if (model.rows().isPresent()) {
                check(model, model.rows().getAsLong(), found);
            }
        }
        return found;
    }

    Exit exit(PreviewResult result) {
        boolean given = rows != null || share != null;
        boolean over = given ? !exceeded(result).isEmpty() : check && result.pending();
        return over ? Exit.PENDING : Exit.DONE;
    }

    private void check(ModelPreview model, long has, List<Problem> found) {
        if (rows != null && model.concerned() > rows) {
            found.add(over(
                    "--max-rows " + rows,
                    CommitText.count(model.concerned(), "row", "rows") + " of " + model.name() + " change"));
        }
        if (share != null && model.concerned() > 0 && (double) model.concerned() * PERCENT > share * has) {
            String percent = has == 0 ? "" : String.format(Locale.ROOT, ": %.1f %%", 100.0 * model.concerned() / has);
            found.add(over(
                    "--max-share " + number(share),
                    CommitText.count(model.concerned(), "row", "rows") + " of " + model.name() + " change, which has "
                            + CommitText.count(has) + percent));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static Problem over(String threshold, String what) {
        return Problem.warning("over-threshold", "Cannot keep within " + threshold + ": " + what, "");
    }

    private static UsageException unusable(String option, String value) {
        return new UsageException(Problem.error(
                "wrong-usage",
                "Cannot take " + value + " for " + option + ": that is less than none",
                "Use 0 or more."));
    }
}
