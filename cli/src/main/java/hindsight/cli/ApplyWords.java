package hindsight.cli;

import hindsight.run.ApplyRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what to apply, and how: shared by apply and run. */
final class ApplyWords {
    @Mixin
    private PlanWords plan = new PlanWords();

    @Option(
            names = "--partial",
            description = "Publish what passes; what fails, and all that reads it, stays as it was.")
    private boolean partial;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why, for the log.")
    private String message = "";

    ApplyRequest request(Session session) {
        return new ApplyRequest(plan.options(), partial, message, session.confirmation());
    }
}
