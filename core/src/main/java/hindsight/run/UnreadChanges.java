package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.plan.Meanings;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds models of whose inputs only such columns changed as they do not read: those stay as they are. Views are looked through, to
 * what the model reflects of them: a view that was behind when the model was computed showed older rows.
 */
final class UnreadChanges {
    /** What of a column decides how its values are computed with. */
    private record Kind(DataType type, boolean inexact) {}

    private final Plan plan;
    private final Meanings meanings;
    private final Upcoming upcoming;
    private final Store store;
    private final Function<String, Optional<TableChange>> changes;
    private final Map<Long, Memory> memories = new HashMap<>();

    /** @param changes how tables change, as far as that is known, by name */
    UnreadChanges(
            Planning.Planned planned, Upcoming upcoming, Store store, Function<String, Optional<TableChange>> changes) {
        this.plan = planned.plan();
        this.meanings = planned.meanings();
        this.upcoming = upcoming;
        this.store = store;
        this.changes = changes;
    }

    /** Whether nothing that the model reads changed, as far as that can be told; reads diffs only. */
    boolean areAllOf(ModelPlan model) {
        TableMemory table = upcoming.before(model.name()).orElse(null);
        if (table == null || table.model().isEmpty()) {
            return false;
        }
        return model.followsInputsOnly() && areAllOf(table, table.model().get().basis(), Optional.empty());
    }

    /** @param asOf the commit of which the reader saw the inputs */
    private boolean areAllOf(TableMemory reader, long asOf, Optional<Set<String>> wanted) {
        LogicText logic = Sections.together(reader);
        if (logic.inputs().stream().anyMatch(input -> cameOrWent(input, asOf))) {
            return false;
        }
        Map<String, Set<String>> reads =
                meanings.reads(reader.name(), logic.sql(), wanted).orElse(null);
        return reads != null
                && reads.entrySet().stream().allMatch(read -> isUnread(read.getKey(), read.getValue(), asOf));
    }

    /** Whether a stored input has more or fewer rows, which matters to whoever reads any of it; saves a look at the text. */
    private boolean cameOrWent(String input, long asOf) {
        TableMemory table = upcoming.before(input).orElse(null);
        if (table == null || table.isView()) {
            return false;
        }
        boolean before = memory(asOf)
                .table(table.name())
                .filter(then -> then.rows() == table.rows())
                .isEmpty();
        return before
                || changes.apply(input)
                        .flatMap(TableChange::diff)
                        .filter(diff -> diff.added() != diff.retracted())
                        .isPresent();
    }

    private boolean isUnread(String input, Set<String> columns, long asOf) {
        TableMemory table = upcoming.before(input).orElse(null);
        if (table == null) {
            return false;
        }
        upcoming.require(input);
        return table.isView() ? isUnreadThrough(table, columns, asOf) : isUnread(table, columns, asOf);
    }

    private boolean isUnread(TableMemory table, Set<String> columns, long asOf) {
        boolean changed = Math.max(table.changedAt(), table.definedAt()) > asOf;
        if (changed
                && (isRedefined(table, columns, asOf)
                        || store.differs(table, asOf, plan.memory().seq(), columns))) {
            return false;
        }
        TableChange change = changes.apply(table.name()).orElse(null);
        if (change == null) {
            return true;
        }
        TableDefinition definition = change.definition();
        StagedDiff diff = change.diff().filter(rows -> !rows.isEmpty()).orElse(null);
        return diff != null
                && kinds(definition, columns).equals(kinds(table.definition(), columns))
                && !store.differs(definition, diff, columns);
    }

    /** Equal values of another type may be computed with otherwise, and inexact ones break ties behind exact ones. */
    private boolean isRedefined(TableMemory table, Set<String> columns, long asOf) {
        return memory(asOf)
                .table(table.name())
                .filter(then -> kinds(then.definition(), columns).equals(kinds(table.definition(), columns)))
                .isEmpty();
    }

    private static Map<String, Kind> kinds(TableDefinition definition, Set<String> columns) {
        return definition.schema().columns().stream()
                .filter(column -> columns.contains(Name.folded(column.name())))
                .collect(Collectors.toMap(
                        column -> Name.folded(column.name()),
                        column -> new Kind(column.type(), definition.inexact().contains(column.name()))));
    }

    /** A view must do what it did when it was read, over inputs that differ only where that does not matter. */
    private boolean isUnreadThrough(TableMemory view, Set<String> columns, long asOf) {
        ModelMemory now = view.model().orElseThrow();
        boolean follows =
                plan.model(view.name()).filter(ModelPlan::followsInputsOnly).isPresent();
        return follows
                && memory(asOf)
                        .table(view.name())
                        .flatMap(TableMemory::model)
                        .filter(then -> then.inForce().equals(now.inForce())
                                && then.clock().equals(now.clock())
                                && areAllOf(view, then.basis(), Optional.of(columns)))
                        .isPresent();
    }

    private Memory memory(long seq) {
        return memories.computeIfAbsent(seq, store::memory);
    }
}
