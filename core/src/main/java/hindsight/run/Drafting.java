package hindsight.run;

import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.ModelMemory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.history.Update;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Turns what was computed into a commit to be. */
final class Drafting {
    private final Computation computation;
    private final Instant now;
    private final List<Update> updates = new ArrayList<>();
    private final Set<String> moved = new HashSet<>();

    private Drafting(Computation computation, Instant now) {
        this.computation = computation;
        this.now = now;
    }

    /** The updates in order; empty when there is nothing to publish. */
    static List<Update> updates(Computation computation, Instant now) {
        Drafting drafting = new Drafting(computation, now);
        drafting.collect();
        return drafting.updates;
    }

    static Draft draft(Computation computation, String branch, CommitContext context, String author, String message) {
        List<Update> updates = updates(computation, context.clock());
        return new Draft(
                branch,
                CommitKind.APPLY,
                OptionalLong.empty(),
                context,
                author,
                message,
                computation.upcoming().reliedOn(),
                updates);
    }

    private void collect() {
        computation.outcomes().stream().filter(Drafting::keepsItsName).forEach(this::rename);
        for (ModelPlan model : computation.plan().models()) {
            if (model.find(Change.Dropped.class).isPresent()) {
                computation.upcoming().require(model.name());
                updates.add(new Update.Drop(model.name()));
            }
        }
        computation.plan().sources().forEach(source -> define(source.goal(), Optional.empty()));
        for (Outcome outcome : computation.outcomes()) {
            if (outcome.isDone()) {
                change(outcome, outcome.plan().goal().orElseThrow());
            } else if (outcome.state() == Outcome.State.UNTOUCHED) {
                follow(outcome);
            }
        }
    }

    private static boolean keepsItsName(Outcome outcome) {
        return outcome.isDone() || outcome.state() == Outcome.State.UNTOUCHED;
    }

    private void rename(Outcome outcome) {
        String name = outcome.plan().name();
        outcome.plan().find(Change.Renamed.class).ifPresent(renamed -> {
            computation.upcoming().require(name);
            updates.add(new Update.Rename(renamed.from(), name));
            moved.add(Name.folded(name));
        });
    }

    private void change(Outcome outcome, Goal goal) {
        if (onlyTimePassed(outcome, goal)) {
            return;
        }
        String name = outcome.plan().name();
        if (goal.isView() && outcome.hasRows()) {
            updates.add(new Update.Write(name, outcome.diff().orElseThrow()));
        }
        if (goal.defines()) {
            define(goal.definition(), goal.heldBack());
        }
        if (goal.setsLogic()) {
            updates.add(new Update.SetLogic(name, goal.declared(), goal.inForce()));
        }
        if (!goal.isView() && outcome.hasRows()) {
            updates.add(new Update.Write(name, outcome.diff().orElseThrow()));
        }
        updates.add(new Update.Reflect(name, now));
        if (outcome.isLeft()) {
            updates.add(new Update.KeepStates(name));
        } else {
            computation.states().update(name).ifPresent(updates::add);
            computation.costs().update(name).ifPresent(updates::add);
        }
        if (goal.isView()) {
            moved.add(Name.folded(name));
        }
    }

    private void define(TableDefinition definition, Optional<TableSettings> heldBack) {
        updates.add(new Update.Define(definition, heldBack));
        moved.add(Name.folded(definition.name()));
    }

    /** A model that reads the time is pending at every apply; without new rows there is nothing to remember. */
    private static boolean onlyTimePassed(Outcome outcome, Goal goal) {
        boolean time = outcome.plan().changes().stream()
                .filter(Change::touchesRows)
                .allMatch(change ->
                        change instanceof Change.Upstream || change instanceof Change.ClockMoved clock && !clock.day());
        boolean reflects = outcome.plan().find(Change.ClockMoved.class).isPresent();
        return time && reflects && !outcome.hasRows() && !goal.isView();
    }

    /** An untouched model reflects this commit when what it reads is merely defined anew, so that it does not become pending. */
    private void follow(Outcome outcome) {
        Goal goal = outcome.plan().goal().orElseThrow();
        ModelMemory memory = computation
                .upcoming()
                .before(outcome.plan().name())
                .flatMap(TableMemory::model)
                .orElse(null);
        if (goal.defines()) {
            computation.upcoming().require(outcome.plan().name());
            define(goal.definition(), goal.heldBack());
        }
        if (goal.setsLogic()) {
            computation.upcoming().require(outcome.plan().name());
            updates.add(new Update.SetLogic(outcome.plan().name(), goal.declared(), goal.inForce()));
        }
        boolean reads = goal.inputs().stream().map(Name::folded).anyMatch(moved::contains);
        if (memory != null && reads) {
            String name = outcome.plan().name();
            computation.upcoming().require(name);
            updates.add(new Update.Reflect(name, memory.clock()));
            updates.add(new Update.KeepStates(name));
            if (goal.isView()) {
                moved.add(Name.folded(name));
            }
        }
    }
}
