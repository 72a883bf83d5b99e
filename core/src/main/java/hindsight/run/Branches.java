package hindsight.run;

import hindsight.history.Branch;
import hindsight.history.Line;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import java.util.List;
import java.util.regex.Pattern;

/** Lists, makes and drops branches. */
public final class Branches {
    private static final int LONGEST_NAME = 100;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_./-]*[\\p{L}\\p{N}_])?");
    private static final Pattern DIGITS = Pattern.compile("\\p{N}+");

    private final Workspace workspace;

    public Branches(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * All branches.
     *
     * @param branches main first; empty while nothing is remembered
     * @param current the one that is worked on
     */
    public record Listed(List<Branch> branches, String current) {
        public Listed {
            branches = List.copyOf(branches);
        }
    }

    /** A branch that was made: what it sees up to {@code from} is its parent's. */
    public record Made(String name, long from) {}

    public Listed list() {
        return workspace.reading(store -> new Listed(store.branches(), workspace.branch()));
    }

    /**
     * Forks a branch off the one that is worked on.
     *
     * @throws UsageException when a branch cannot be called that
     * @throws InvalidException when there is nothing yet to fork
     * @throws RefusedException when there is a branch of that name
     */
    public Made make(String name, Position from) {
        checkName(name);
        checkBegun("make branch " + name);
        return workspace.writing(store -> {
            checkFree(store, name, "make branch");
            long seq = store.resolve(from);
            checkStored(name, seq, store.keeping().prunedUpTo());
            store.fork(name, seq);
            return new Made(name, seq);
        });
    }

    /**
     * Drops a branch; its commits stay in the warehouse.
     *
     * @throws InvalidException when there is no branch of that name
     * @throws RefusedException when it is main, the one that is worked on, or one that others were forked from
     */
    public void delete(String name) {
        checkBegun("delete branch " + name);
        workspace.writing(store -> {
            checkUnused(name, store);
            store.dropBranch(name);
            return name;
        });
    }

    /**
     * Checks that a branch can be made.
     *
     * @param verb what is to be done with the name
     */
    void checkFree(String name, String verb) {
        checkName(name);
        checkBegun(verb + " " + name);
        workspace.reading(store -> {
            checkFree(store, name, verb);
            return name;
        });
    }

    static void checkFree(Store store, String name, String verb) {
        if (store.branches().stream().anyMatch(branch -> branch.name().equals(name))) {
            throw new RefusedException(Problem.error(
                    "branch-exists",
                    "Cannot " + verb + " " + name + ": there is one of that name",
                    "Choose another name, or drop that one: hindsight branch --delete " + name));
        }
    }

    private static void checkStored(String name, long seq, long pruned) {
        if (seq < pruned) {
            throw new RefusedException(Problem.error(
                    "pruned",
                    "Cannot make branch " + name + " from #" + seq + ": the history of models before #" + pruned
                            + " was pruned",
                    "Fork it from #" + pruned + " or later, and restore there: hindsight --branch " + name + " restore "
                            + seq));
        }
    }

    /** Lest a warehouse is made for it. */
    private void checkBegun(String what) {
        if (workspace.reading(store -> store.resolve(new Position.Head())) == 0) {
            throw new InvalidException(Problem.error(
                    "no-commit",
                    "Cannot " + what + ": nothing is remembered yet",
                    "Begin with hindsight load or hindsight run."));
        }
    }

    private void checkUnused(String name, Store store) {
        if (name.equals(Line.MAIN.branch())) {
            throw undeletable(name, "every other branch comes from it", "");
        }
        if (name.equals(workspace.branch())) {
            throw undeletable(name, "it is the one worked on", "Name another with --branch or HINDSIGHT_BRANCH.");
        }
        List<String> children = store.branches().stream()
                .filter(branch ->
                        branch.fork().filter(fork -> fork.parent().equals(name)).isPresent())
                .map(Branch::name)
                .toList();
        if (!children.isEmpty()) {
            throw undeletable(name, String.join(", ", children) + " came from it", "Delete what came from it first.");
        }
    }

    private static RefusedException undeletable(String name, String reason, String hint) {
        return new RefusedException(
                Problem.error("branch-in-use", "Cannot delete branch " + name + ": " + reason, hint));
    }

    private static void checkName(String name) {
        String reason = "";
        if (name.equalsIgnoreCase("head")) {
            reason = "that is the name of the newest commit";
        } else if (DIGITS.matcher(name).matches()) {
            reason = "that is a number, as seqs are";
        } else if (!NAME.matcher(name).matches()
                || name.contains("..")
                || name.contains("//")
                || name.length() > LONGEST_NAME) {
            reason = "a name is made of letters and digits, with '_', '-', '/' and single dots inside, at most "
                    + LONGEST_NAME + " in all";
        }
        if (!reason.isEmpty()) {
            throw new UsageException(Problem.error(
                    "bad-branch", "Cannot call a branch '" + name + "': " + reason, "Choose another name."));
        }
    }
}
