package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.problem.DefectException;

/** A table as it is remembered at a commit. */
record Seen(TableMemory table, Memory at) {
    long seq() {
        return at.seq();
    }

    boolean isSource() {
        return table.model().isEmpty();
    }

    ModelMemory model() {
        return table.model().orElseThrow(() -> new DefectException("no logic of " + table.name()));
    }
}
