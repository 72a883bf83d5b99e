package hindsight.plan;

import hindsight.schema.Name;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the user asks of a plan.
 *
 * @param selected names of models to consider; empty: all, and what vanished too
 * @param forced the strategy that must be used
 * @param restate models whose published rows may follow edited logic
 * @param drop tables whose file vanished and that may go
 * @param now what SQL sees as now
 * @param zone in which it reads the clock
 */
public record PlanRequest(
        Optional<Set<String>> selected,
        Optional<Strategy> forced,
        Set<String> restate,
        Set<String> drop,
        Instant now,
        ZoneId zone) {
    public PlanRequest {
        selected = selected.map(PlanRequest::folded);
        restate = folded(restate);
        drop = folded(drop);
    }

    /** All models, without any leave. */
    public static PlanRequest of(Instant now, ZoneId zone) {
        return new PlanRequest(Optional.empty(), Optional.empty(), Set.of(), Set.of(), now, zone);
    }

    boolean selects(String model) {
        return selected.isEmpty() || selected.orElseThrow().contains(Name.folded(model));
    }

    boolean mayRestate(String model) {
        return restate.contains(Name.folded(model));
    }

    boolean mayDrop(String table) {
        return drop.contains(Name.folded(table));
    }

    private static Set<String> folded(Collection<String> names) {
        return names.stream().map(Name::folded).collect(Collectors.toUnmodifiableSet());
    }
}
