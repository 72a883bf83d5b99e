package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.RowChange;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowStep.Cell;
import hindsight.history.RowSteps;
import hindsight.history.Store;
import hindsight.history.WideTable;
import hindsight.problem.DefectException;
import hindsight.run.History.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of changes: what each commit did to each row, in the columns that are wanted and under the names that users know. */
final class EventReader {
    private final Store store;
    private final WideTable table;
    private final RowShape shape;
    private final Set<String> wanted;
    private final Map<Long, Commit> commits = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    /** @param wanted names of columns of the wide table */
    EventReader(Store store, WideTable table, Set<String> wanted) {
        this.store = store;
        this.table = table;
        this.shape = RowShape.of(
                table.memory().definition().schema().names(),
                table.memory().definition().key());
        this.wanted = wanted;
    }

    List<Event> events() {
        return events;
    }

    /** Reads changes, ordered by key and seq, up to a number of events; gives whether there are more. */
    boolean read(Iterator<RowChange> changes, int limit) {
        Iterator<RowStep> steps = shape.key().isEmpty() ? new LoneSteps(changes) : new RowSteps(changes, shape);
        while (steps.hasNext()) {
            RowStep step = steps.next();
            List<Cell> cells = cells(step);
            if (!cells.isEmpty() || step.kind() != RowStep.Kind.CHANGED) {
                if (events.size() == limit) {
                    return true;
                }
                events.add(new Event(commit(step.seq()), step, cells));
            }
        }
        return false;
    }

    /** A column that changed its type changes once, not here from NULL and there to NULL. */
    private List<Cell> cells(RowStep step) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Cell cell : step.cells(shape)) {
            if (wanted.contains(cell.column())) {
                String name = table.originalName(cell.column());
                cells.merge(name, new Cell(name, cell.before(), cell.after()), EventReader::merged);
            }
        }
        return List.copyOf(cells.values());
    }

    private static Cell merged(Cell one, Cell other) {
        @Nullable Object before = one.before() == null ? other.before() : one.before();
        @Nullable Object after = one.after() == null ? other.after() : one.after();
        return new Cell(one.column(), before, after);
    }

    private Commit commit(long seq) {
        return commits.computeIfAbsent(
                seq,
                wantedSeq -> store.commit(wantedSeq)
                        .orElseThrow(() ->
                                new DefectException("a row was changed by #" + wantedSeq + ", which is unknown")));
    }

    /** Rows of a bag, which nothing pairs. */
    private record LoneSteps(Iterator<RowChange> changes) implements Iterator<RowStep> {
        @Override
        public boolean hasNext() {
            return changes.hasNext();
        }

        @Override
        public RowStep next() {
            RowChange change = changes.next();
            @Nullable List<@Nullable Object> retracted = change.weight() < 0 ? change.values() : null;
            @Nullable List<@Nullable Object> added = change.weight() < 0 ? null : change.values();
            return new RowStep(change.seq(), List.of(), retracted, added);
        }
    }
}
