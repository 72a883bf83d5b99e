package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables as the logic in force at one commit makes them of the sources' rows of another. A model sees the clock that its published rows
 * saw, so that nothing but logic tells them apart; one that is no more sees the present.
 */
final class OtherLogic {
    private final States states;
    private final Recomputation recomputation;
    private final Memory logic;
    private final Memory data;
    private final Instant now;
    private final Map<Integer, TableRows> known = new HashMap<>();
    private final Set<Integer> underWay = new HashSet<>();

    OtherLogic(States states, long logic, long data, Instant now) {
        this.states = states;
        this.recomputation = states.recomputation(data);
        this.logic = states.memory(logic);
        this.data = states.memory(data);
        this.now = now;
    }

    /** The commit whose logic it is. */
    long seq() {
        return logic.seq();
    }

    /**
     * The table that users call so, now or then: a source as it is, a model computed anew.
     *
     * @return empty when there is no such table
     * @throws InvalidException when a model had no logic then, or cannot be computed by it
     */
    Optional<TableRows> table(String name) {
        Optional<TableMemory> now = data.table(name);
        if (now.isEmpty()) {
            return logic.table(name).filter(table -> table.model().isPresent()).map(this::rows);
        }
        return now.map(table -> table.model().isEmpty() ? states.published(new Seen(table, data)) : rows(then(table)));
    }

    private TableMemory then(TableMemory now) {
        return logic.live().stream()
                .filter(table -> table.id() == now.id() && table.model().isPresent())
                .findFirst()
                .orElseThrow(() -> noLogic(now));
    }

    private InvalidException noLogic(TableMemory now) {
        String reason = logic.tables().values().stream()
                .filter(table -> table.id() == now.id())
                .findFirst()
                .map(then -> then.dropped() ? "it was dropped at #" + then.definedAt() : "it was a source then")
                .orElse("it did not exist yet");
        return new InvalidException(Problem.error(
                "no-logic",
                "Cannot read " + now.name() + " by the logic of #" + seq() + ": " + reason,
                "hindsight log " + now.name() + " lists the commits that changed it."));
    }

    /** Of a model as it was then. */
    private TableRows rows(TableMemory model) {
        TableRows rows = known.get(model.id());
        if (rows == null) {
            if (!underWay.add(model.id())) {
                throw new InvalidException(Problem.error(
                        "circular-logic",
                        "Cannot read " + model.name() + " by the logic of #" + seq()
                                + ": by what was in force then, it is made of itself",
                        "Models that were applied one by one had read each other: choose another commit."));
            }
            rows = recomputation.rows(new Seen(model, logic), inputs(model), clock(model));
            known.put(model.id(), rows);
        }
        return rows;
    }

    private List<TableRows> inputs(TableMemory model) {
        List<TableRows> inputs = new ArrayList<>();
        for (String name : Sections.together(model).inputs()) {
            Optional<TableMemory> read =
                    logic.table(name).filter(table -> table.model().isPresent());
            inputs.add(read.map(this::rows).orElseGet(() -> source(model, name)).named(name));
        }
        return inputs;
    }

    private TableRows source(TableMemory reader, String name) {
        TableMemory source = data.table(name)
                .filter(table -> table.model().isEmpty())
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "no-data",
                        "Cannot read " + reader.name() + " by the logic of #" + seq() + ": it is made of " + name
                                + ", which is no source at #" + data.seq(),
                        "Choose data of an earlier commit with --as-of.")));
        return states.published(new Seen(source, data));
    }

    private Instant clock(TableMemory model) {
        return data.live().stream()
                .filter(table -> table.id() == model.id())
                .flatMap(table -> table.model().stream())
                .findFirst()
                .map(ModelMemory::clock)
                .orElse(now);
    }
}
