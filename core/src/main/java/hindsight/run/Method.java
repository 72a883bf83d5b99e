package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.KeyedQueries;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.relation.BoundQuery;
import java.util.Map;
import java.util.Optional;

/** How a model's diff can be found from those of its inputs, whatever that costs. */
sealed interface Method {
    /** By computing touched keys anew. */
    record Keyed(KeyedQueries queries) implements Method {}

    /** From the diffs alone, and what they meet. */
    record Delta(BoundQuery change) implements Method {}

    /** @param reason why it cannot, such as {@code it is opaque} */
    record None(String reason) implements Method {}

    /**
     * Chooses: where keys can be computed anew, the model's old rows are at hand and need not be computed.
     *
     * @param form what the model does; empty where that is not known
     * @param clock what old and new rows see as now
     * @param forced the strategy that must be used
     */
    static Method of(
            Optional<WholeForms.Whole> form,
            Map<String, InputChange> changes,
            ClockMove clock,
            Optional<Strategy> forced) {
        if (form.isEmpty()) {
            return new None("it is opaque");
        }
        WholeForms.Whole whole = form.get();
        if (!whole.precision().rows().isEmpty()) {
            return new None("which rows it has is inexact: " + whole.precision().rows());
        }
        Optional<KeyedQueries> keyed = Derivation.keyed(
                whole.query(),
                changes,
                clock,
                column -> whole.precision().columns().get(column).isEmpty());
        if (keyed.isPresent() && !forced.equals(Optional.of(Strategy.DELTA))) {
            return new Keyed(keyed.get());
        }
        return forced.equals(Optional.of(Strategy.KEYED))
                ? new None("no columns of it are keys of what it computes")
                : delta(whole, changes, clock);
    }

    private static Method delta(WholeForms.Whole whole, Map<String, InputChange> changes, ClockMove clock) {
        if (!whole.precision().isExact()) {
            return new None("floating values in it are not exact");
        }
        Derived derived = Derivation.change(whole.query(), changes, clock);
        if (derived instanceof Derived.Change change) {
            return new Delta(change.query());
        }
        return new None(
                derived instanceof Derived.Refused refused ? refused.reason() : "nothing that it reads changed");
    }

    /** Why computing a model whole is cheaper than finding what time changed in it. */
    static Optional<String> unbounded(WholeForms.Whole form, ClockMove clock) {
        return Derivation.isUnbounded(form.query(), clock)
                ? Optional.of("the clock may change any of its rows")
                : Optional.empty();
    }

    /** Its name. */
    default Strategy strategy() {
        return this instanceof Keyed ? Strategy.KEYED : this instanceof Delta ? Strategy.DELTA : Strategy.FULL;
    }
}
