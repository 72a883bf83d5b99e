package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.plan.WholeForms;
import hindsight.relation.analysis.PlanDigest;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What chunks are computed from. Tables as remembered are read as of the commit at which the first chunk was, whatever came since; what is computed
 * in the same apply has to be the same for all chunks.
 */
final class ChunkInputs {
    private final Store store;
    private final Upcoming upcoming;

    ChunkInputs(Store store, Upcoming upcoming) {
        this.store = store;
        this.upcoming = upcoming;
    }

    /** Identifies what a model does, and all that it reads but the commit as of which tables are read. */
    String identity(WholeForms.Whole form, String surroundings) {
        StringBuilder identity =
                new StringBuilder(PlanDigest.of(form.query())).append(' ').append(surroundings);
        for (String input : form.inputs()) {
            RowSet rows = upcoming.rows(input);
            String which = rows instanceof RowSet.Stored stored
                    ? "table " + stored.table().id()
                    : store.only(upcoming.query(
                                    "SELECT count(*), sum(hash(r)::HUGEINT) FROM computed r", Map.of("computed", rows)))
                            .toString();
            identity.append('\n').append(Name.folded(input)).append(": ").append(which);
        }
        ClockMove clock = upcoming.clock(Instant.EPOCH, upcoming.now());
        return clock.movesAny(form.query().relation())
                ? identity.append('\n').append(upcoming.now()).toString()
                : identity.toString();
    }

    /** The rows of the present, by name. */
    Map<String, RowSet> present(WholeForms.Whole form) {
        Map<String, RowSet> rows = new LinkedHashMap<>();
        form.inputs().forEach(input -> rows.put(input, upcoming.rows(input)));
        return rows;
    }

    /** The rows as of a commit; empty where a table was another one then, had other columns, or was pruned since. */
    Optional<Map<String, RowSet>> asOf(long basis, WholeForms.Whole form) {
        Memory memory = store.memory(basis);
        Map<String, RowSet> rows = present(form);
        for (String input : form.inputs()) {
            if (rows.get(input) instanceof RowSet.Stored stored) {
                TableMemory now = stored.table();
                Optional<TableMemory> then = memory.tables().values().stream()
                        .filter(table -> table.id() == now.id())
                        .findFirst();
                if (now.definedAt() > basis || then.isEmpty() || store.keeping().hides(now, basis)) {
                    return Optional.empty();
                }
                rows.put(input, new RowSet.Stored(then.get(), basis));
            }
        }
        return Optional.of(rows);
    }

    /** Whether all rows are as remembered, so that what they became since is known. */
    boolean areRemembered(WholeForms.Whole form) {
        return form.inputs().stream().allMatch(input -> upcoming.rows(input) instanceof RowSet.Stored);
    }

    /** Whether the rows stay what they are when heads move. */
    boolean stay(WholeForms.Whole form) {
        return form.inputs().stream().allMatch(input -> stays(upcoming.rows(input)));
    }

    private static boolean stays(RowSet rows) {
        if (rows instanceof RowSet.Derived derived) {
            return stays(derived.asQuery());
        }
        return rows instanceof RowSet.Query query
                ? query.inputs().values().stream().allMatch(ChunkInputs::stays)
                : rows instanceof RowSet.Stored || rows instanceof RowSet.Staged;
    }

    /** Whether rows that were read as of a commit have changed since. */
    boolean changed(long basis, WholeForms.Whole form) {
        return form.inputs().stream()
                .anyMatch(input -> upcoming.rows(input) instanceof RowSet.Stored stored
                        && stored.table().changedAt() > basis);
    }
}
