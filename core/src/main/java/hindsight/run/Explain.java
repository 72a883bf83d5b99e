package hindsight.run;

import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.run.Explained.Parts;
import hindsight.time.Span;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Use case: tells how much of the difference of a table between two commits comes from data, how much from logic and how much from the
 * clock. The effects add up to the difference, row for row. Nothing is recorded.
 */
public final class Explain {
    private final Workspace workspace;

    public Explain(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What makes a difference, in the order in which it is taken to happen. */
    public enum Effect {
        /** Other rows of sources. */
        DATA(1),
        /** Other logic, of the model or of one that it is made of. */
        LOGIC(2),
        /** Another moment that logic sees as now. */
        CLOCK(3);

        private final long number;

        Effect(long number) {
            this.number = number;
        }

        /** Its place in the order, from 1. */
        public long number() {
            return number;
        }

        /** The effect of a number. */
        public static Effect of(long number) {
            return Stream.of(values())
                    .filter(effect -> effect.number == number)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What to explain. */
    public record Request(String table, Span span) {}

    /**
     * Explains while the warehouse is held.
     *
     * @throws hindsight.problem.UsageException when the span ends before it begins
     * @throws hindsight.problem.InvalidException when there is no such table, or the old logic cannot be run over the new data
     */
    public <T> T run(Request request, Function<Explained, T> reader) {
        return workspace.reading(store -> reader.apply(explained(request, store)));
    }

    private Explained explained(Request request, Store store) {
        States states = new States(store, workspace.engine());
        Endpoints ends = Endpoints.of(request.table(), request.span(), store, states, workspace);
        StagedTable net = store.stage(ends.net(workspace.now()));
        Parts parts = counterparts(states, ends)
                .map(tables -> single(tables)
                        .map(single -> single.parts(net))
                        .orElseGet(() -> computed(store, states, tables, net)))
                .orElseGet(() -> unshared(ends).parts(net));
        return new Explained(store, ends.subject(false), parts, workspace.now());
    }

    /** The only effect, and why it is, as a clause. */
    private record Single(Effect effect, String reason) {
        Parts parts(StagedTable net) {
            return new Parts(net, Map.of(effect, net), Optional.of(reason));
        }
    }

    /** What a model is made of at both ends; empty where it was no model at one of them. */
    private Optional<Counterparts> counterparts(States states, Endpoints ends) {
        if (ends.now().isSource()) {
            return Optional.empty();
        }
        CounterpartFinder finder = new CounterpartFinder(
                states,
                workspace.engine().parser(),
                workspace.project().settings().timeZone());
        return ends.before().filter(before -> !before.isSource()).map(before -> finder.of(before, ends.now()));
    }

    private static Single unshared(Endpoints ends) {
        return ends.now().isSource()
                ? new Single(Effect.DATA, "it is a source")
                : new Single(Effect.LOGIC, "it was no model at #" + ends.range().after());
    }

    private static Optional<Single> single(Counterparts tables) {
        if (tables.alike() && tables.timely()) {
            return Optional.of(new Single(Effect.DATA, "all logic is the same at both"));
        }
        if (tables.unmoved() && tables.timely()) {
            return Optional.of(new Single(Effect.LOGIC, "all sources have the same rows at both"));
        }
        return tables.unmoved() && tables.alike()
                ? Optional.of(
                        new Single(Effect.CLOCK, "all sources have the same rows at both, and all logic is the same"))
                : Optional.empty();
    }

    /** Computes what lies between the published states. */
    private Parts computed(Store store, States states, Counterparts tables, StagedTable net) {
        TableRows before = states.published(Objects.requireNonNull(tables.before()));
        TableRows after = states.published(Objects.requireNonNull(tables.after()));
        workspace.progress().step("compute " + after.table().name());
        Interim interim = new Interim(states, states.recomputation(tables.data().seq()));
        NearValues digits = new NearValues(store, workspace.now());
        UnaryOperator<TableRows> near = computed -> digits.taken(digits.taken(computed, after), before);
        TableRows otherData = tables.unmoved() ? before : near.apply(interim.otherData(tables));
        TableRows otherLogic = otherData;
        if (tables.timely()) {
            otherLogic = after;
        } else if (!tables.alike()) {
            otherLogic = near.apply(interim.otherLogic(tables));
        }
        StateDifference difference =
                new StateDifference(List.of(after, before, otherData, otherLogic), workspace.now());
        Map<Effect, StagedTable> effects = new EnumMap<>(Effect.class);
        TableRows last = before;
        for (Effect effect : Effect.values()) {
            TableRows next = switch (effect) {
                case DATA -> otherData;
                case LOGIC -> otherLogic;
                case CLOCK -> after;
            };
            if (!next.equals(last)) {
                effects.put(effect, store.stage(difference.between(Optional.of(last), next)));
            }
            last = next;
        }
        return new Parts(net, effects, Optional.empty());
    }
}
