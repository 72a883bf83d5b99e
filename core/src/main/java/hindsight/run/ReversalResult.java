package hindsight.run;

import hindsight.merge.Conflict;
import hindsight.plan.Strategy;
import java.util.List;
import java.util.OptionalLong;

/**
 * What came of an undo, a restore or a merge.
 *
 * @param seq the commit; empty when nothing was published
 * @param tables that change, sources first
 * @param conflicts of which nothing, all or only the others were done, as asked; those of many rows are not all told
 * @param clashes how many there are
 * @param blocked whether nothing was done because of them
 */
public record ReversalResult(
        OptionalLong seq, List<Table> tables, List<Conflict> conflicts, long clashes, boolean blocked) {
    public ReversalResult {
        tables = List.copyOf(tables);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * A table that changes.
     *
     * @param change in one or two words
     */
    public record Table(String name, boolean source, String change, Strategy strategy, long added, long retracted) {}
}
