package hindsight.cli;

import hindsight.engine.Mover;
import hindsight.run.Upgrade;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Makes the warehouse one of the newest format. */
@Command(
        name = "upgrade",
        description =
                "Makes a warehouse that an older version wrote one of this version. What it was like is kept beside it.",
        footer = {"  hindsight upgrade"})
final class UpgradeCommand implements Action {
    @Override
    public CommandResult perform(Session session) {
        Mover.Upgraded upgraded = new Upgrade(session.workspace()).run();
        return new Done(upgraded.from(), upgraded.to(), upgraded.kept().map(session::shown));
    }

    private record Done(int from, int to, Optional<String> kept) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("from", from);
                json.field("to", to);
                json.field("kept", kept);
            });
        }

        @Override
        public void writeText(Output output) {
            output.line(
                    kept.isEmpty()
                            ? "The warehouse has format " + to + ", the newest: there is nothing to do."
                            : "Upgraded the warehouse from format " + from + " to " + to + "; as it was, it is in "
                                    + kept.get() + ".");
        }
    }
}
