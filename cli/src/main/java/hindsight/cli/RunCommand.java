package hindsight.cli;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.run.Apply;
import hindsight.run.ApplyResult;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.LoadResult;
import java.util.List;
import java.util.Optional;
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
        try {
            ApplyResult applied = new Apply(session.workspace()).apply(words.request(session));
            return new Ran(loaded, Optional.of(applied), applied.failures(), new AppliedResult(applied).exit());
        } catch (InvalidException | RefusedException failure) {
            return new Ran(loaded, Optional.empty(), failure.problems(), Exit.of(failure));
        }
    }

    /** What was loaded stays loaded, also when the apply fails. */
    private record Ran(LoadResult loaded, Optional<ApplyResult> applied, List<Problem> problems, Exit exit)
            implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                OptionalLong seq = applied.map(ApplyResult::seq).orElse(OptionalLong.empty());
                json.field("seq", seq.isPresent() ? seq : loaded.seq());
                json.name("load");
                new LoadText(loaded).writeJson(json);
                json.name("apply");
                applied.ifPresentOrElse(result -> new AppliedResult(result).writeJson(json), () -> json.value(null));
            });
        }

        @Override
        public void writeText(Output output) {
            new LoadText(loaded).writeText(output);
            output.blank();
            applied.ifPresent(result -> new AppliedResult(result).writeText(output));
        }
    }
}
