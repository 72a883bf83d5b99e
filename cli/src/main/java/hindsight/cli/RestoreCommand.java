package hindsight.cli;

import hindsight.merge.ConflictPolicy;
import hindsight.run.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings everything back to what it was. */
@Command(
        name = "restore",
        description =
                "Makes sources and logic what they were as of a commit, by a new commit; models follow in it. Nothing is forgotten: what came since stays in the history.",
        footer = {"  hindsight restore 12 --dry-run", "  hindsight restore before_fix -m 'start over'"})
final class RestoreCommand implements Action {
    @Parameters(index = "0", paramLabel = "S", description = "The commit: a seq, a tag or a moment.")
    private String position = "";

    @Mixin
    private PublishOptions publish = new PublishOptions();

    @Override
    public CommandResult perform(Session session) {
        Restore.Result result = new Restore(session.workspace())
                .run(new Restore.Request(
                        session.positions().position(position),
                        publish.rehearsal(),
                        publish.message(),
                        session.confirmation()));
        return new ReversalShown(
                new ReversalWords.OfCommit("restore", result.seq()),
                result.reversal(),
                new ReversalShown.Manner(ConflictPolicy.FORCE, publish.rehearsal()));
    }
}
