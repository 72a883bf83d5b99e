package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes what tables were, are and differ in readable for models that reflect some commit. */
final class InputDiffs {
    /** Row versions recorded since some commit, and those of a diff on top of them: what came only to go again is not among them. */
    private static final String TOGETHER = """
            SELECT r.* FROM recorded r ANTI JOIN (FROM fresh WHERE _weight < 0) f ON r._version = f._version
            UNION ALL
            SELECT f.* FROM fresh f ANTI JOIN (FROM recorded WHERE _weight > 0) r ON f._weight < 0 AND f._version = r._version""";

    private final Memory memory;
    private final Upcoming upcoming;
    private final Store store;
    private final Function<String, Optional<TableChange>> changes;
    /** What changed in tables since commits: staged once for all models that reflect the same one. */
    private final Map<String, StagedTable> diffs = new HashMap<>();
    /** How much that is. */
    private final Map<String, Long> numbers = new HashMap<>();

    /** @param changes how tables change, as far as that is known, by name */
    InputDiffs(Memory memory, Upcoming upcoming, Store store, Function<String, Optional<TableChange>> changes) {
        this.memory = memory;
        this.upcoming = upcoming;
        this.store = store;
        this.changes = changes;
    }

    /**
     * For one model.
     *
     * @param basis the commit that it reflects
     * @param clock what old and new rows see as now
     */
    Inputs since(long basis, ClockMove clock) {
        return new Inputs(basis, clock);
    }

    /** What a model reads, and how it differs from what the model reflects. */
    final class Inputs {
        private final long basis;
        private final ClockMove clock;
        private final Map<String, InputChange> changes = new HashMap<>();
        private final Map<String, RowSet> rows = new LinkedHashMap<>();
        private final Map<String, Supplier<RowSet>> waiting = new LinkedHashMap<>();
        private long changedRows;
        private long allRows;

        private Inputs(long basis, ClockMove clock) {
            this.basis = basis;
            this.clock = clock;
        }

        /** What old and new rows see as now. */
        ClockMove clock() {
            return clock;
        }

        /** By the folded names of the inputs that have a diff. */
        Map<String, InputChange> changes() {
            return changes;
        }

        /** Of all that derived queries read, by name. */
        Map<String, RowSet> rows() {
            return rows;
        }

        /** How many rows the inputs have. */
        long allRows() {
            return allRows;
        }

        /** How many of them came or went. */
        long changedRows() {
            return changedRows;
        }

        /** Makes inputs readable; says what stands against it. */
        Optional<String> include(List<String> inputs) {
            return inputs.stream().flatMap(input -> include(input).stream()).findFirst();
        }

        /** Makes an input readable; says what stands against it. */
        private Optional<String> include(String input) {
            TableMemory table = upcoming.before(input).orElse(null);
            if (table == null || table.isView()) {
                return Optional.of("it reads the view " + input);
            }
            if (rows.containsKey(input) || changes.containsKey(Name.folded(input))) {
                return Optional.empty();
            }
            upcoming.require(input);
            allRows += table.rows();
            TableChange change = InputDiffs.this.changes.apply(input).orElse(null);
            if (table.definedAt() > basis || change != null && change.defines()) {
                return Optional.of(input + " is defined anew");
            }
            boolean changed = table.changedAt() > basis;
            return change != null ? computed(input, table, change, changed) : remembered(input, table, changed);
        }

        /** @param changed whether it changed before this commit, too, so that the old rows are not those of its head */
        private Optional<String> computed(String input, TableMemory table, TableChange change, boolean changed) {
            StagedDiff diff = change.diff().orElse(null);
            if (diff == null) {
                return Optional.of("all of " + input + " is new");
            }
            RowSet fresh = new RowSet.StagedVersions(change.definition(), diff);
            changedRows += diff.added() + diff.retracted();
            if (changed) {
                changedRows += recorded(input, table);
                waiting.put(
                        Side.DIFF.of(input),
                        () -> upcoming.query(
                                TOGETHER, Map.of("recorded", new RowSet.Staged(staged(input, table)), "fresh", fresh)));
            } else {
                rows.put(Side.DIFF.of(input), fresh);
            }
            rows.put(Side.HEAD.of(input), changed ? new RowSet.Past(table, basis) : new RowSet.Head(table));
            changes.put(Name.folded(input), InputChange.HEAD_IS_OLD);
            return Optional.empty();
        }

        private Optional<String> remembered(String input, TableMemory table, boolean changed) {
            if (!changed) {
                rows.put(input, upcoming.rows(input));
                return Optional.empty();
            }
            changedRows += recorded(input, table);
            waiting.put(Side.DIFF.of(input), () -> new RowSet.Staged(staged(input, table)));
            rows.put(Side.HEAD.of(input), new RowSet.Head(table));
            changes.put(Name.folded(input), InputChange.HEAD_IS_NEW);
            return Optional.empty();
        }

        /** Makes what changed before readable, which takes as long as it is large. */
        void stage() {
            waiting.forEach((name, diff) -> rows.put(name, diff.get()));
        }

        private long recorded(String input, TableMemory table) {
            return numbers.computeIfAbsent(known(input), name -> store.changed(versions(table)));
        }

        private StagedTable staged(String input, TableMemory table) {
            return diffs.computeIfAbsent(known(input), name -> store.stage(versions(table)));
        }

        private String known(String input) {
            return Name.folded(input) + " " + basis;
        }

        private RowSet.Versions versions(TableMemory table) {
            return new RowSet.Versions(table, basis, memory.seq());
        }
    }
}
