package hindsight.plan;

import hindsight.history.TableSettings;
import hindsight.history.Update.LogicText;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
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
 * @param declared what files declare, by folded name of the model, where the graph says otherwise
 * @param heldBack what files say of key, effective time and kind, by folded name of the model, where the graph says otherwise
 * @param given names of sources whose rows change in the same commit
 */
public record PlanRequest(
        Optional<Set<String>> selected,
        Optional<Strategy> forced,
        Set<String> restate,
        Set<String> drop,
        Instant now,
        ZoneId zone,
        Map<String, Timeline<LogicText>> declared,
        Map<String, TableSettings> heldBack,
        Set<String> given) {
    public PlanRequest {
        selected = selected.map(PlanRequest::folded);
        restate = folded(restate);
        drop = folded(drop);
        declared = Map.copyOf(declared);
        heldBack = Map.copyOf(heldBack);
        given = folded(given);
    }

    /** Of a graph that says what files declare, for a commit that changes models only. */
    public PlanRequest(
            Optional<Set<String>> selected,
            Optional<Strategy> forced,
            Set<String> restate,
            Set<String> drop,
            Instant now,
            ZoneId zone) {
        this(selected, forced, restate, drop, now, zone, Map.of(), Map.of(), Set.of());
    }

    /** All models, without any leave. */
    public static PlanRequest of(Instant now, ZoneId zone) {
        return new PlanRequest(Optional.empty(), Optional.empty(), Set.of(), Set.of(), now, zone);
    }

    /** The same, of a graph that says something else than files do. */
    public PlanRequest declaring(Map<String, Timeline<LogicText>> files, Map<String, TableSettings> settings) {
        return new PlanRequest(selected, forced, restate, drop, now, zone, files, settings, given);
    }

    /** The same, for a commit that changes sources, too. */
    public PlanRequest giving(Set<String> sources) {
        return new PlanRequest(selected, forced, restate, drop, now, zone, declared, heldBack, sources);
    }

    /** What the file of a model declares, where that is not what the graph says. */
    Optional<Timeline<LogicText>> declared(String model) {
        return Optional.ofNullable(declared.get(Name.folded(model)));
    }

    /** What the file of a model says of key, effective time and kind, where that is not what the graph says. */
    Optional<TableSettings> heldBack(String model) {
        return Optional.ofNullable(heldBack.get(Name.folded(model)));
    }

    boolean gives(String table) {
        return given.contains(Name.folded(table));
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
