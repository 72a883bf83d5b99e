package hindsight.run;

import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Asks before history is restated, a table dropped, much of one changed, or a protected branch touched. Asks nothing twice. */
final class Consent {
    private static final int MUCH_PERCENT = 20;

    private final Confirmation confirmation;
    private final boolean protectedBranch;
    private final String branch;
    private final Set<String> given = new HashSet<>();

    Consent(Confirmation confirmation, Workspace workspace) {
        this.confirmation = confirmation;
        this.branch = workspace.branch();
        this.protectedBranch =
                workspace.project().settings().protectedBranches().contains(branch);
    }

    /** @throws RefusedException when the user says no, or nobody can say yes for a protected branch */
    void ask(Computation computation) {
        ask(reasons(computation, restated -> true));
    }

    /**
     * The same.
     *
     * @param found what is hard to take back, a clause each
     */
    void ask(List<String> found) {
        List<String> reasons = new ArrayList<>(found);
        reasons.removeIf(given::contains);
        boolean first = protectedBranch && given.isEmpty();
        if (reasons.isEmpty() && !first) {
            return;
        }
        String what = String.join("; ", reasons);
        String question = protectedBranch
                ? "Apply on protected branch " + branch + (what.isEmpty() ? "?" : ": " + what + "?")
                : "Go on: " + what + "?";
        switch (confirmation.ask(question)) {
            case NO -> throw new RefusedException(Problem.error("declined", "Cannot go on: the answer was no", ""));
            case NOBODY -> {
                if (protectedBranch) {
                    throw new RefusedException(Problem.error(
                            "needs-consent",
                            "Cannot go on: branch " + branch + " is protected, and there is nobody to ask",
                            "Say yes with --yes."));
                }
            }
            case YES -> {}
        }
        given.addAll(reasons);
        given.add(branch);
    }

    /**
     * What is hard to take back of what was computed, a clause each.
     *
     * @param restated of which models restatements count
     */
    static List<String> reasons(Computation computation, Predicate<Outcome> restated) {
        List<String> reasons = new ArrayList<>();
        for (ModelPlan model : computation.plan().models()) {
            if (model.find(Change.Dropped.class).isPresent()) {
                reasons.add(drop(model.name(), model.estimate().holds().orElse(0)));
            }
        }
        for (Outcome outcome : computation.outcomes()) {
            String name = outcome.plan().name();
            outcome.plan()
                    .find(Change.LogicChanged.class)
                    .filter(logic -> outcome.isDone() && logic.restatement() && restated.test(outcome))
                    .ifPresent(logic -> reasons.add("this restates " + logic.restatedTime() + " of " + name));
            long before = outcome.plan().estimate().holds().orElse(0);
            if (outcome.isDone()) {
                much(name, outcome.retracted(), before).ifPresent(reasons::add);
            }
        }
        return reasons;
    }

    /** A clause where many of a table's rows are retracted. */
    static Optional<String> much(String table, long retracted, long before) {
        return before > 0 && retracted * 100 > before * MUCH_PERCENT
                ? Optional.of("this changes " + retracted * 100 / before + " % of " + table + ": "
                        + String.format(Locale.ROOT, "%,d", retracted) + " of " + rows(before))
                : Optional.empty();
    }

    /** A clause for a table that is dropped. */
    static String drop(String table, long rows) {
        return "this drops " + table + " with " + rows(rows);
    }

    private static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d", rows) + (rows == 1 ? " row" : " rows");
    }
}
