package hindsight.cli;

import hindsight.merge.ConflictPolicy;
import hindsight.run.Undo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what a commit did. */
@Command(
        name = "undo",
        description =
                "Takes back what a commit did to rows of sources and to logic, keeping what was done later; models follow in the same commit.",
        footer = {
            "  hindsight undo 7 --dry-run",
            "  hindsight undo 7",
            "  hindsight undo 7 --on-conflict keep-later -m 'wrong file'"
        })
final class UndoCommand implements Action {
    @Parameters(
            index = "0",
            paramLabel = "S",
            description = "The commit: a seq, a tag, a moment or head. An undo can be undone, too.")
    private String position = "";

    @Option(
            names = "--on-conflict",
            paramLabel = "POLICY",
            converter = PolicyWord.class,
            completionCandidates = PolicyWord.class,
            description =
                    "What to do where something was changed later: ${COMPLETION-CANDIDATES}. fail: nothing at all (default); keep-later: undo the rest; force: overwrite it.")
    private ConflictPolicy policy = ConflictPolicy.FAIL;

    @Mixin
    private PublishOptions publish = new PublishOptions();

    @Override
    public CommandResult perform(Session session) {
        Undo.Result result = new Undo(session.workspace())
                .run(new Undo.Request(
                        session.positions().position(position),
                        policy,
                        publish.rehearsal(),
                        publish.message(),
                        session.confirmation()));
        return new ReversalShown(
                new ReversalWords.OfCommit("undo", result.undone().seq()),
                result.reversal(),
                new ReversalShown.Manner(policy, publish.rehearsal()));
    }
}
