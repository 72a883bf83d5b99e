package hindsight.run;

import hindsight.history.StagedDiff;
import hindsight.plan.ModelPlan;
import java.util.Optional;

/**
 * What came of one model in a computation.
 *
 * @param plan as it was
 * @param state what happened
 * @param diff of its rows, where it was computed; empty for views
 * @param changesForReaders whether rows or columns differ for those who read it
 * @param wholly why it was computed whole, where it could have been maintained
 */
record Outcome(
        ModelPlan plan,
        State state,
        Optional<StagedDiff> diff,
        boolean changesForReaders,
        long millis,
        Optional<String> wholly) {
    enum State {
        /** Nothing had to run: the model is as it was. */
        UNTOUCHED,
        /** The model follows its inputs and its logic. */
        DONE,
        /** It does not pass: stays as it was. */
        FAILED,
        /** Something that it reads stays as it was although it should not: so does it. */
        BLOCKED,
        /** Another process computes it: stays as it was. */
        BUSY
    }

    static Outcome untouched(ModelPlan plan) {
        return new Outcome(plan, State.UNTOUCHED, Optional.empty(), false, 0, Optional.empty());
    }

    /** Of a model that follows its inputs without having run. */
    static Outcome left(ModelPlan plan) {
        return done(plan, Optional.empty(), false);
    }

    static Outcome done(ModelPlan plan, Optional<StagedDiff> diff, boolean changesForReaders) {
        return new Outcome(plan, State.DONE, diff, changesForReaders, 0, Optional.empty());
    }

    Outcome took(long time) {
        return new Outcome(plan, state, diff, changesForReaders, time, wholly);
    }

    Outcome because(String reason) {
        return new Outcome(plan, state, diff, changesForReaders, millis, Optional.of(reason));
    }

    Outcome turned(State other) {
        return new Outcome(plan, other, Optional.empty(), false, millis, Optional.empty());
    }

    /** Whether it should have changed and did not. */
    boolean isLost() {
        return state == State.FAILED || state == State.BLOCKED || state == State.BUSY;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether it follows its inputs without having run, because nothing that it reads changed. */
    boolean isLeft() {
        return isDone() && diff.isEmpty() && !changesForReaders;
    }

    long added() {
        return diff.map(StagedDiff::added).orElse(0L);
    }

    long retracted() {
        return diff.map(StagedDiff::retracted).orElse(0L);
    }

    /** Whether there is something to write. */
    boolean hasRows() {
        return diff.filter(rows -> !rows.isEmpty()).isPresent();
    }
}
