package hindsight.run;

import hindsight.engine.Engine;
import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.plan.InexactTables;
import hindsight.plan.Meanings;
import hindsight.plan.Rendering;
import hindsight.plan.Renderings;
import java.util.HashMap;
import java.util.Map;

/** Computes models of the past anew as an apply computed them: by the canonical form of their logic, where that is known. */
final class Recomputation {
    private final States states;
    private final Engine engine;
    private final Map<Long, Renderings> renderings = new HashMap<>();

    Recomputation(States states, Engine engine) {
        this.states = states;
        this.engine = engine;
    }

    /** What a model's logic as remembered at {@code seq} gives over its inputs as of its basis, under its clock; heads left aside. */
    RowSet of(TableMemory model, long seq) {
        RowSet.Query written = states.recomputed(model, seq);
        ModelMemory memory = model.model().orElseThrow();
        LogicVersion logic = Remembered.only(model.name(), memory.inForce());
        Memory basis = states.memory(memory.basis());
        Rendering rendering = renderings
                .computeIfAbsent(basis.seq(), seen -> renderings(basis))
                .of(
                        model.name(),
                        logic.text(),
                        new InexactTables(name -> basis.table(name).map(TableMemory::definition)));
        return rendering instanceof Rendering.Canonical canonical
                ? new RowSet.Query(canonical.sql(), written.inputs(), written.clock())
                : written;
    }

    private Renderings renderings(Memory basis) {
        return new Renderings(
                Meanings.remembered(basis, engine.parser(), engine.planReader()), engine.functions(), engine.dialect());
    }
}
