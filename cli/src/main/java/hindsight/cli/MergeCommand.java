package hindsight.cli;

import hindsight.merge.ConflictPolicy;
import hindsight.run.Merge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings what happened on another branch here. */
@Command(
        name = "merge",
        description =
                "Brings what happened on another branch since both were the same: rows of sources, logic, definitions; models follow in the same commit.",
        footer = {
            "  hindsight merge new_tax --dry-run      what it would change here",
            "  hindsight merge new_tax",
            "  hindsight merge main --branch new_tax  catch up",
            "  hindsight undo head                    as if it had not been merged"
        })
final class MergeCommand implements Action {
    @Parameters(index = "0", paramLabel = "NAME", description = "The branch to merge into the one that is worked on.")
    private String branch = "";

    @Option(
            names = "--on-conflict",
            paramLabel = "POLICY",
            converter = PolicyWord.class,
            completionCandidates = PolicyWord.class,
            description =
                    "What to do where both changed the same: ${COMPLETION-CANDIDATES}. fail: nothing at all (default); keep-later: keep what is here; force: overwrite it.")
    private ConflictPolicy policy = ConflictPolicy.FAIL;

    @Mixin
    private PublishOptions publish = new PublishOptions();

    @Override
    public CommandResult perform(Session session) {
        Merge.Result result = new Merge(session.workspace())
                .run(new Merge.Request(branch, policy, publish.rehearsal(), publish.message(), session.confirmation()));
        ReversalShown shown = new ReversalShown(
                new ReversalWords.OfBranch(branch, result.head()),
                result.reversal(),
                new ReversalShown.Manner(policy, publish.rehearsal()));
        return result.upToDate()
                ? new UpToDate(shown, branch, session.workspace().branch())
                : shown;
    }

    private record UpToDate(ReversalShown shown, String branch, String here) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            shown.writeJson(json);
        }

        @Override
        public void writeText(Output output) {
            output.line(Tone.FAINT, "Nothing to merge: " + here + " has all that " + branch + " has.");
        }
    }
}
