package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Branch;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Branches;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, makes and drops branches. */
@Command(
        name = "branch",
        description = "Makes a branch: a line of commits of its own. Without a name, lists the branches.",
        footer = {
            "  hindsight branch new_tax               forked off here",
            "  hindsight branch new_tax --from 12",
            "  hindsight apply --branch new_tax       a commit that main does not see",
            "  hindsight branch",
            "  hindsight branch --delete new_tax"
        })
final class BranchCommand implements Action {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A new branch.")
    private @Nullable String name;

    @Option(
            names = "--from",
            paramLabel = "S",
            description = "The last commit that it sees of this branch: a seq, a tag, a moment or head. Default: head.")
    private @Nullable String from;

    @Option(names = "--delete", paramLabel = "NAME", description = "Drop a branch; its commits stay.")
    private @Nullable String deleted;

    @Override
    public CommandResult perform(Session session) {
        Branches branches = new Branches(session.workspace());
        if (deleted != null) {
            checkAlone();
            branches.delete(deleted);
            return new Deleted(deleted);
        }
        if (name != null) {
            return new Made(branches.make(name, session.positions().position(from == null ? "head" : from)));
        }
        if (from != null) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot fork a branch from " + from + ": it has no name",
                    "Write hindsight branch NAME --from " + from + "."));
        }
        return new Listed(branches.list(), CommitText.of(session));
    }

    private void checkAlone() {
        if (name != null || from != null) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot make a branch and delete one at once", "Leave --delete or the rest out."));
        }
    }

    private record Made(Branches.Made branch) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("name", branch.name());
                json.field("from", branch.from());
            });
        }

        @Override
        public void writeText(Output output) {
            output.line("Branch " + branch.name() + " begins after " + CommitText.seq(branch.from())
                    + "; work on it with --branch " + branch.name() + ".");
        }
    }

    private record Deleted(String name) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> json.field("name", name));
        }

        @Override
        public void writeText(Output output) {
            output.line("Deleted branch " + name + ".");
        }
    }

    private record Listed(Branches.Listed listed, CommitText text) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.array(
                    listed.branches(),
                    branch -> json.object(() -> {
                        Optional<Branch.Fork> fork = branch.fork();
                        json.field("name", branch.name());
                        json.field("parent", fork.map(Branch.Fork::parent));
                        json.field("fork", fork.map(Branch.Fork::seq));
                        json.field("head", branch.head());
                        json.field("ahead", fork.map(Branch.Fork::ahead));
                        json.field("behind", fork.map(Branch.Fork::behind));
                        json.field("at", fork.map(Branch.Fork::madeAt));
                        json.field("current", isCurrent(branch));
                    }));
        }

        @Override
        public void writeText(Output output) {
            if (listed.branches().isEmpty()) {
                output.line("No commits yet, so main is the only branch.");
                return;
            }
            TextTable.of(
                            Column.text(""),
                            Column.text("Branch"),
                            Column.number("Head"),
                            Column.text("From"),
                            Column.number("Ahead"),
                            Column.number("Behind"),
                            Column.text("Made"))
                    .print(listed.branches().stream().map(this::row).toList(), output);
        }

        private TextTable.Row row(Branch branch) {
            Optional<Branch.Fork> fork = branch.fork();
            return new TextTable.Row(
                    isCurrent(branch) ? Tone.GOOD : Tone.PLAIN,
                    List.of(
                            isCurrent(branch) ? "*" : "",
                            branch.name(),
                            CommitText.seq(branch.head()),
                            fork.map(from -> from.parent() + " " + CommitText.seq(from.seq()))
                                    .orElse(""),
                            fork.map(from -> CommitText.count(from.ahead())).orElse(""),
                            fork.map(from -> CommitText.count(from.behind())).orElse(""),
                            fork.map(from -> text.time(from.madeAt())).orElse("")));
        }

        private boolean isCurrent(Branch branch) {
            return branch.name().equals(listed.current());
        }
    }
}
