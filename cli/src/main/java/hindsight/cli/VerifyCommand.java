package hindsight.cli;

import hindsight.run.Verify;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recomputes what is remembered and compares. */
@Command(
        name = "verify",
        description = "Recomputes what is remembered and compares: rows and digest, the head, each model by its logic.",
        footer = {"  hindsight verify", "  hindsight verify daily --at 12", "  hindsight verify --repair"})
final class VerifyCommand implements Action {
    @Parameters(arity = "0..1", paramLabel = "TABLE", description = "The only table. Default: all that store rows.")
    private @Nullable String table;

    @Option(names = "--at", paramLabel = "S", description = "As of a seq, a tag or a moment. Default: head.")
    private @Nullable String position;

    @Option(
            names = "--repair",
            description = "Build heads anew that differ, and drop hidden states that do; nothing else is touched.")
    private boolean repair;

    @Override
    public CommandResult perform(Session session) {
        Verify.Request request = new Verify.Request(
                Optional.ofNullable(table), Optional.ofNullable(position).map(session.positions()::position), repair);
        return new VerifyResult(new Verify(session.workspace()).run(request));
    }
}
