package hindsight.cli;

import hindsight.run.Apply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings models up to date. */
@Command(
        name = "apply",
        description = "Brings all models up to date, in one commit; tests run before it publishes.",
        footer = {"  hindsight apply", "  hindsight apply --restate daily -m 'new tax rate'"})
final class ApplyCommand implements Action {
    @Mixin
    private ApplyWords words = new ApplyWords();

    @Override
    public CommandResult perform(Session session) {
        return new AppliedResult(new Apply(session.workspace()).apply(words.request(session)));
    }
}
