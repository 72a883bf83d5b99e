package hindsight.cli;

import hindsight.run.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an apply would do. */
@Command(
        name = "plan",
        description = "Shows what apply would do, and why. Changes nothing.",
        footer = {"  hindsight plan", "  hindsight plan --select daily+ --check"})
final class PlanCommand implements Action {
    @Mixin
    private PlanWords words = new PlanWords();

    @Option(names = "--check", description = "End with code 4 when something is pending.")
    private boolean check;

    @Override
    public CommandResult perform(Session session) {
        return new PlanResult(new Plans(session.workspace()).plan(words.options()), check);
    }
}
