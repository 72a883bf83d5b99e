package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.TableMemory;
import hindsight.plan.ClockUse;
import hindsight.project.SqlText;
import hindsight.sql.Parser;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a model is made of at two commits, and what differs in it. */
final class CounterpartFinder {
    private final States states;
    private final Parser parser;
    private final ZoneId zone;
    private final Map<Place, Counterparts> known = new HashMap<>();

    /** @param zone in which SQL reads the clock */
    CounterpartFinder(States states, Parser parser, ZoneId zone) {
        this.states = states;
        this.parser = parser;
        this.zone = zone;
    }

    /** What tells two tables with their commits from others. */
    private record Place(Table before, Table after, long data, Instant clock) {
        private record Table(int id, long seq) {
            static Table of(@Nullable Seen seen) {
                return seen == null ? new Table(0, 0) : new Table(seen.table().id(), seen.seq());
            }
        }
    }

    /** A model at both commits. */
    Counterparts of(Seen before, Seen after) {
        return of(before, after, after.at(), before.model().clock());
    }

    private Counterparts of(@Nullable Seen before, @Nullable Seen after, Memory data, Instant clock) {
        Place place = new Place(Place.Table.of(before), Place.Table.of(after), data.seq(), clock);
        Counterparts found = known.get(place);
        if (found == null) {
            found = with(before, after, data, clock, inputs(before, after, data, clock));
            known.put(place, found);
        }
        return found;
    }

    private List<Counterparts> inputs(@Nullable Seen before, @Nullable Seen after, Memory data, Instant clock) {
        List<Seen> old = before == null ? List.of() : states.inputs(before);
        List<Seen> fresh = new ArrayList<>(after == null ? List.of() : inputs(after));
        Memory basis = after == null || after.isSource() ? data : basis(after, fresh);
        List<Counterparts> inputs = new ArrayList<>();
        for (Seen input : old) {
            Optional<Seen> same = fresh.stream()
                    .filter(other -> Counterparts.isSame(input, other))
                    .findFirst();
            same.ifPresent(fresh::remove);
            inputs.add(of(input, same.orElse(null), basis, clock(input, clock)));
        }
        fresh.forEach(input -> inputs.add(of(null, input, basis, clock)));
        return inputs;
    }

    /** What a model is made of: where it is not behind, as of its own commit. */
    private List<Seen> inputs(Seen model) {
        return states.inputs(model).stream()
                .map(input -> now(input, model).orElse(input))
                .toList();
    }

    /** An input as it is at the commit of its reader, where it is still what it was at the commit of which it was read. */
    private Optional<Seen> now(Seen input, Seen reader) {
        Memory at = reader.at();
        return at.table(input.table().name())
                .filter(now -> isStill(now, at, input.at()))
                .map(now -> new Seen(now, at));
    }

    private boolean isStill(TableMemory now, Memory at, Memory then) {
        TableMemory before = then.table(now.name()).orElse(null);
        if (before == null || before.id() != now.id() || !now.isView()) {
            return before != null && isUnmoved(before, now);
        }
        return before.model().map(ModelMemory::inForce).equals(now.model().map(ModelMemory::inForce))
                && before.model().map(ModelMemory::clock).equals(now.model().map(ModelMemory::clock))
                && Sections.together(now).inputs().stream()
                        .allMatch(name -> at.table(name)
                                .filter(input -> isStill(input, at, then))
                                .isPresent());
    }

    /** The commit whose data a model has: its own, where it is not behind. */
    private Memory basis(Seen model, List<Seen> inputs) {
        boolean current = inputs.stream().allMatch(input -> input.seq() == model.seq());
        return current ? model.at() : states.memory(model.model().basis());
    }

    private static Instant clock(Seen before, Instant ofReader) {
        return before.table().model().map(ModelMemory::clock).orElse(ofReader);
    }

    private Counterparts with(
            @Nullable Seen before, @Nullable Seen after, Memory data, Instant clock, List<Counterparts> inputs) {
        boolean alike = before != null
                && after != null
                && isAlike(before.table(), after.table())
                && inputs.stream().allMatch(Counterparts::alike);
        boolean unmoved = before == null
                || (before.isSource()
                        ? Counterparts.moved(before, after, data)
                                .filter(now -> isUnmoved(before.table(), now.table()))
                                .isPresent()
                        : inputs.stream().allMatch(Counterparts::unmoved));
        boolean timely = after == null
                || after.isSource()
                || !readsClock(after.table(), clock, after.model().clock())
                        && inputs.stream().allMatch(Counterparts::timely);
        return new Counterparts(before, after, data, clock, inputs, alike, unmoved, timely);
    }

    private static boolean isAlike(TableMemory before, TableMemory after) {
        return before.model()
                        .map(CounterpartFinder::meaning)
                        .equals(after.model().map(CounterpartFinder::meaning))
                && (before.model().isEmpty()
                        || before.definition()
                                .effective()
                                .equals(after.definition().effective()));
    }

    private static Timeline<String> meaning(ModelMemory model) {
        return model.inForce().map(LogicVersion::fingerprint);
    }

    private static boolean isUnmoved(TableMemory then, TableMemory now) {
        return now.id() == then.id() && now.changedAt() == then.changedAt() && now.definedAt() == then.definedAt();
    }

    private boolean readsClock(TableMemory model, Instant then, Instant now) {
        return !then.equals(now)
                && model.model().orElseThrow().inForce().segments().stream()
                        .map(segment -> parser.parse(
                                SqlText.of(model.name(), segment.value().sql())))
                        .anyMatch(text -> ClockUse.of(text).moved(then, now, zone));
    }
}
