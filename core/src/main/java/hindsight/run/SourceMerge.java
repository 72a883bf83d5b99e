package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.merge.BagMerge;
import hindsight.merge.ConflictPolicy;
import hindsight.merge.KeyedMerge;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries a net diff of another state of a source over to its head. */
final class SourceMerge {
    private final Store store;
    private final ConflictPolicy policy;
    private final ConflictReader.Reasons reasons;
    private final Instant clock;

    SourceMerge(Store store, ConflictPolicy policy, ConflictReader.Reasons reasons, Instant clock) {
        this.store = store;
        this.policy = policy;
        this.reasons = reasons;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param diff of the head
     * @param conflicts as far as the policy left or overwrote them
     */
    record Merged(StagedDiff diff, ConflictReader.Found conflicts) {}

    /**
     * Merges.
     *
     * @param head as it is
     * @param definition of it afterwards
     * @param rows of the head, in the definition's columns
     * @param change the definition's columns and {@code _weight}: what theirs has more than base, and less
     */
    Merged merge(TableMemory head, TableDefinition definition, RowSet rows, RowSet change) {
        return definition.key().isEmpty()
                ? byRow(head, definition, rows, change)
                : keyed(head, definition, staged(rows, change));
    }

    /**
     * The same where keys do not tell rows apart on all sides: by all values, as rows without a key are.
     *
     * @throws InvalidException when rows do not go with the key that the definition has
     */
    Merged byRow(TableMemory head, TableDefinition definition, RowSet rows, RowSet change) {
        BagMerge merge = new BagMerge(definition, policy);
        Map<String, RowSet> decided = decided(merge.decided(), staged(rows, change));
        return new Merged(
                store.change(head, definition, query(merge.diff(), decided)).orElseThrow(() -> misfit(definition)),
                new ConflictReader(definition, reasons).bag(store.rows(query(merge.conflicts(), decided))));
    }

    private Map<String, RowSet> staged(RowSet rows, RowSet change) {
        return Map.of(KeyedMerge.CHANGE, new RowSet.Staged(stage(change)), KeyedMerge.HEAD, rows);
    }

    private Merged keyed(TableMemory head, TableDefinition definition, Map<String, RowSet> both) {
        KeyedMerge merge = new KeyedMerge(definition, policy);
        Map<String, RowSet> decided = decided(merge.decided(), both);
        ConflictReader.Found conflicts =
                new ConflictReader(definition, reasons).keyed(merge, store.rows(query(merge.conflicts(), decided)));
        if (definition.period().isEmpty()) {
            return new Merged(change(head, definition, query(merge.diff(), decided)), conflicts);
        }
        StagedTable portions = stage(query(merge.portions(), decided));
        StagedTable rows = stage(query(merge.rows(), decided));
        StagedTable versions = store.loads().versions(Optional.of(head), definition, portions, rows);
        List<String> entity = definition.entity();
        StagedTable keys = stage(query(
                "SELECT DISTINCT " + Identifier.list(entity) + " FROM portions",
                Map.of("portions", new RowSet.Staged(portions))));
        return new Merged(
                store.netWithin(head, definition, versions, keys, entity).orElseThrow(() -> unsound(head)), conflicts);
    }

    private Map<String, RowSet> decided(String sql, Map<String, RowSet> both) {
        return Map.of(KeyedMerge.DECIDED, new RowSet.Staged(stage(query(sql, both))));
    }

    private StagedDiff change(TableMemory head, TableDefinition definition, RowSet rows) {
        return store.change(head, definition, rows).orElseThrow(() -> unsound(head));
    }

    private StagedTable stage(RowSet rows) {
        return store.stage(rows);
    }

    private RowSet query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, clock);
    }

    private static InvalidException misfit(TableDefinition table) {
        return new InvalidException(Problem.error(
                "merged-key",
                "Cannot merge rows of " + table.name() + ": together they do not go with "
                        + (table.key().isEmpty()
                                ? "its effective column"
                                : "the key [" + String.join(", ", table.key()) + "]"),
                "Mend the rows on one side by a load, and then try again."));
    }

    private static DefectException unsound(TableMemory table) {
        return new DefectException("Rows of " + table.name() + " that were merged do not fit its head");
    }
}
