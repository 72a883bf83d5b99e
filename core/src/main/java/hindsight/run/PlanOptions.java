package hindsight.run;

import hindsight.plan.Strategy;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks of a plan, in words.
 *
 * @param select which models, as in {@code +daily}; empty: all
 * @param strategy that must be used
 * @param restate models whose published rows may follow edited logic
 * @param drop tables whose file vanished and that may go
 */
public record PlanOptions(Optional<String> select, Optional<Strategy> strategy, Set<String> restate, Set<String> drop) {
    public static final PlanOptions ALL = new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of());

    public PlanOptions {
        restate = Set.copyOf(restate);
        drop = Set.copyOf(drop);
    }
}
