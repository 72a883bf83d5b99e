package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.run.Apply;
import hindsight.run.ApplyResult;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.LoadResult;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The nightly command: loads and applies. */
@Command(
        name = "run",
        description = "Loads the files that the sources declare, then applies: the nightly command.",
        footer = "  hindsight run")
final class RunCommand implements Action {
    @Mixin
    private ApplyWords words = new ApplyWords();

    @Override
    public CommandResult perform(Session session) {
        LoadResult loaded = new Load(session.workspace()).load(LoadRequest.DECLARED);
        return new Ran(loaded, new Apply(session.workspace()).apply(words.request(session)));
    }

    private record Ran(LoadResult loaded, ApplyResult applied) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                OptionalLong seq = applied.seq().isPresent() ? applied.seq() : loaded.seq();
                json.field("seq", seq);
                json.name("load");
                new LoadText(loaded).writeJson(json);
                json.name("apply");
                new AppliedResult(applied).writeJson(json);
            });
        }

        @Override
        public void writeText(Output output) {
            new LoadText(loaded).writeText(output);
            output.blank();
            new AppliedResult(applied).writeText(output);
        }

        @Override
        public List<Problem> problems() {
            return applied.failures();
        }

        @Override
        public Exit exit() {
            return new AppliedResult(applied).exit();
        }
    }
}
