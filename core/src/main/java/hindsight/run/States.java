package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Relation;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.DefectException;
import hindsight.time.Timeline;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns tables as remembered into rows to read. A stored table is read AS OF a commit; a view is what its logic in force gives over its
 * inputs AS OF its basis, under its clock.
 */
final class States {
    private final Store store;
    private final Map<Long, Memory> memories = new HashMap<>();

    States(Store store) {
        this.store = store;
    }

    /** All tables as remembered at a commit; asked of the store once. */
    Memory memory(long seq) {
        return memories.computeIfAbsent(seq, store::memory);
    }

    /** The rows of a table as of {@code seq}; {@code table} is as remembered there. */
    Relation rows(TableMemory table, long seq) {
        return table.isView() ? recomputed(table) : new Relation.Stored(table, seq);
    }

    /** What the logic in force of a model or view gives over its inputs AS OF its basis, under its clock. */
    Relation recomputed(TableMemory model) {
        ModelMemory remembered = model.model()
                .orElseThrow(() -> new DefectException("there is no logic remembered for " + model.name()));
        LogicVersion logic = only(model, remembered.inForce());
        Memory basis = memory(remembered.basis());
        Map<String, Relation> inputs = new LinkedHashMap<>();
        for (String name : logic.inputs()) {
            TableMemory input = basis.table(name)
                    .orElseThrow(() -> new DefectException(
                            model.name() + " reads " + name + ", which is unknown at its basis #" + basis.seq()));
            inputs.put(name, rows(input, basis.seq()));
        }
        return new Relation.Query(logic.sql(), inputs, remembered.clock());
    }

    private static LogicVersion only(TableMemory model, Timeline<LogicVersion> timeline) {
        if (timeline.segments().size() != 1) {
            throw new DefectException("the logic of " + model.name() + " has several sections");
        }
        return timeline.segments().get(0).value();
    }
}
