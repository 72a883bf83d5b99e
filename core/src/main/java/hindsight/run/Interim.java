package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a model would have been between two commits, had its data changed first, then its logic, and its clock last. Data are the rows of all
 * sources that it is made of, logic and clock its own and those of all models that it is made of, each as its rows reflect it.
 *
 * <pre>
 * M(D1, L1, C1)  →  M(D2, L1, C1)  →  M(D2, L2, C1)  →  M(D2, L2, C2)
 *    before           other data       other logic         after
 * </pre>
 *
 * What equals a state that was published is that state: only the rest is computed.
 */
final class Interim {
    private final States states;
    private final Recomputation recomputation;
    private final IdentityHashMap<Counterparts, TableRows> otherData = new IdentityHashMap<>();
    private final IdentityHashMap<Counterparts, TableRows> otherLogic = new IdentityHashMap<>();

    Interim(States states, Recomputation recomputation) {
        this.states = states;
        this.recomputation = recomputation;
    }

    /**
     * The data of after by the logic and the clock of before.
     *
     * @param table was there before
     */
    TableRows otherData(Counterparts table) {
        return remembered(otherData, table, this::byOldLogic);
    }

    /**
     * The data and the logic of after by the clock of before.
     *
     * @param table is there after
     */
    TableRows otherLogic(Counterparts table) {
        return remembered(otherLogic, table, this::byOldClock);
    }

    private static TableRows remembered(
            IdentityHashMap<Counterparts, TableRows> known,
            Counterparts table,
            Function<Counterparts, TableRows> computed) {
        TableRows rows = known.get(table);
        if (rows == null) {
            rows = computed.apply(table);
            known.put(table, rows);
        }
        return rows;
    }

    private TableRows byOldLogic(Counterparts table) {
        Seen before = Objects.requireNonNull(table.before());
        Seen after = table.after();
        if (before.isSource()) {
            return states.published(
                    Counterparts.moved(before, after, table.data()).orElseThrow(() -> gone(table)));
        }
        if (table.unmoved()) {
            return states.published(before);
        }
        if (after != null && table.alike() && table.timely()) {
            return states.published(after);
        }
        List<TableRows> inputs = new ArrayList<>();
        for (Counterparts input : table.inputs()) {
            if (input.before() != null) {
                inputs.add(otherData(input).named(input.before().table().name()));
            }
        }
        return recomputation.rows(before, inputs, table.clock());
    }

    private TableRows byOldClock(Counterparts table) {
        Seen after = Objects.requireNonNull(table.after());
        if (table.timely()) {
            return states.published(after);
        }
        if (table.alike()) {
            return otherData(table);
        }
        List<TableRows> inputs = new ArrayList<>();
        for (Counterparts input : table.inputs()) {
            if (input.after() != null) {
                inputs.add(otherLogic(input).named(input.after().table().name()));
            }
        }
        return recomputation.rows(after, inputs, table.clock());
    }

    private static InvalidException gone(Counterparts table) {
        String name = Objects.requireNonNull(table.before()).table().name();
        return new InvalidException(Problem.error(
                "no-data",
                "Cannot tell data and logic apart: source " + name + " is not there any more at #"
                        + table.data().seq(),
                "hindsight diff without --explain shows the rows."));
    }
}
