package hindsight.cli;

import hindsight.run.Missing;
import hindsight.run.Missing.Loss;
import java.util.stream.Collectors;

/** What lost rows, in a sentence. */
final class LossWords {
    private LossWords() {}

    static String of(Loss loss) {
        String rows = CommitText.count(loss.candidates(), "row", "rows");
        String had = loss.candidates() == 1 ? "was" : "were";
        String inputs = String.join(", ", loss.inputs());
        return loss.table() + ": "
                + switch (loss.cause()) {
                    case NOT_THERE ->
                        "there is no row with "
                                + (loss.samples().isEmpty() ? "that " + loss.text() : wanted(loss))
                                + (loss.retracted().isPresent()
                                        ? "; #" + loss.retracted().getAsLong() + " retracted one"
                                        : "; there never was");
                    case CONDITION ->
                        rows + " of " + inputs + " " + had + " lost by the condition " + loss.text() + samples(loss);
                    case NO_PARTNER ->
                        rows + " " + had + " lost, for no row of " + inputs + " meets " + loss.text() + samples(loss);
                    case PARTNER ->
                        rows + " " + had + " lost, for some row of " + inputs + " meets " + loss.text() + samples(loss);
                    case OPERATOR -> rows + " of " + inputs + " " + had + " lost: " + loss.text();
                    case UNKNOWN -> "it cannot be told what lost it: " + loss.text();
                };
    }

    private static String wanted(Loss loss) {
        return loss.samples().stream().map(WhyResult::shown).collect(Collectors.joining(", or "));
    }

    private static String samples(Missing.Loss loss) {
        return loss.samples().isEmpty()
                ? ""
                : loss.samples().stream().map(WhyResult::shown).collect(Collectors.joining("; ", " (", ")"));
    }
}
