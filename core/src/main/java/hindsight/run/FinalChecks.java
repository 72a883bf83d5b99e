package hindsight.run;

import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.schema.Name;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs the checks that may read several tables, once all are computed. When something may be published without the rest, the models
 * that a failing check reads are left as they were, and what passed over them is checked again.
 */
final class FinalChecks {
    private final Computation computation;
    private final CheckRunner checks;
    private final boolean partial;
    private final Set<String> sources = new HashSet<>();

    FinalChecks(Computation computation, CheckRunner checks, boolean partial) {
        this.computation = computation;
        this.checks = checks;
        this.partial = partial;
    }

    void run(List<Check> all) {
        computation.outcomes().stream()
                .filter(Outcome::isDone)
                .flatMap(outcome -> outcome.plan().find(Change.InputsChanged.class).stream())
                .flatMap(change -> change.inputs().stream())
                .map(input -> Name.folded(input.table()))
                .filter(input -> computation.outcome(input).isEmpty())
                .forEach(sources::add);
        Set<Check> passed = new LinkedHashSet<>();
        Deque<Check> waiting = new ArrayDeque<>(all);
        while (!waiting.isEmpty()) {
            Check check = waiting.poll();
            if (!concerns(check)) {
                continue;
            }
            Optional<CheckRunner.Failed> found = checks.run(check, "publish");
            found.ifPresent(failed -> computation.tell(failed.problem()));
            if (found.filter(failed -> failed.problem().isError()).isEmpty()) {
                passed.add(check);
            } else if (partial) {
                Set<String> lost = giveUp(blamed(check));
                passed.stream().filter(other -> readsAny(other, lost)).forEach(waiting::add);
                passed.removeIf(other -> readsAny(other, lost));
            }
        }
    }

    /** A check is run where it reads something that this apply changes, or builds on, and all that it reads is there. */
    private boolean concerns(Check check) {
        boolean readable = check.reads().values().stream().allMatch(computation.upcoming()::isThere);
        boolean changed = check.reads().values().stream().anyMatch(table -> isChanged(table) || isFreshSource(table));
        boolean sound = partial || check.reads().values().stream().noneMatch(this::isLost);
        return readable && changed && sound;
    }

    private Set<String> blamed(Check check) {
        Set<String> models =
                check.reads().values().stream().filter(this::isChanged).collect(Collectors.toSet());
        if (!models.isEmpty()) {
            return models;
        }
        return computation.outcomes().stream()
                .filter(outcome ->
                        outcome.isDone() && reads(outcome, check.reads().values()))
                .map(outcome -> outcome.plan().name())
                .collect(Collectors.toSet());
    }

    /** Leaves models, and all that read them, as they were. Gives their names, folded. */
    private Set<String> giveUp(Set<String> models) {
        Set<String> lost = new HashSet<>();
        models.forEach(model -> {
            computation.fail(model, Outcome.State.FAILED);
            lost.add(Name.folded(model));
        });
        for (Outcome outcome : List.copyOf(computation.outcomes())) {
            if (outcome.isDone() && reads(outcome, lost)) {
                computation.fail(outcome.plan().name(), Outcome.State.BLOCKED);
                lost.add(Name.folded(outcome.plan().name()));
            }
        }
        return lost;
    }

    private static boolean reads(Outcome outcome, Iterable<String> tables) {
        List<String> inputs = outcome.plan().goal().map(Goal::inputs).orElse(List.of()).stream()
                .map(Name::folded)
                .toList();
        for (String table : tables) {
            if (inputs.contains(Name.folded(table))) {
                return true;
            }
        }
        return false;
    }

    private static boolean readsAny(Check check, Set<String> folded) {
        return check.reads().values().stream().map(Name::folded).anyMatch(folded::contains);
    }

    private boolean isChanged(String table) {
        return computation
                .outcome(table)
                .filter(outcome -> outcome.isDone() && outcome.changesForReaders())
                .isPresent();
    }

    private boolean isFreshSource(String table) {
        return sources.contains(Name.folded(table));
    }

    private boolean isLost(String table) {
        return computation.outcome(table).filter(Outcome::isLost).isPresent();
    }
}
