package hindsight.run;

import hindsight.history.Ancestry.Place;
import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.history.Update;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a branch has become, carried over as it is to one that did not move since: net diffs of sources and models alike. Nothing is
 * computed, so that it costs what differs.
 */
final class BranchCopy implements CommitToCome {
    private final Store store;
    private final Memory ours;
    private final Memory theirs;
    private final LineDiff between;
    private final List<Update> dropped = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<Update> reflected = new ArrayList<>();
    private final List<ReversalResult.Table> sources = new ArrayList<>();
    private final List<ReversalResult.Table> models = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private boolean sound = true;

    private BranchCopy(Store store, Memory ours, Memory theirs, LineDiff between) {
        this.store = store;
        this.ours = ours;
        this.theirs = theirs;
        this.between = between;
    }

    /** Empty where models there do not follow their inputs yet, or tables have become others of the same name. */
    static Optional<BranchCopy> of(Store store, Place ours, Place theirs, Instant clock) {
        Memory there = store.memory(theirs.line(), theirs.seq());
        if (there.live().stream().anyMatch(model -> isBehind(model, there))) {
            return Optional.empty();
        }
        BranchCopy copy =
                new BranchCopy(store, store.memory(ours.line(), ours.seq()), there, new LineDiff(ours, theirs, clock));
        copy.collect();
        return copy.sound ? Optional.of(copy) : Optional.empty();
    }

    /** Whether a table will be there. */
    boolean has(String table) {
        return theirs.table(table).isPresent();
    }

    /** @param files to take along */
    Reversal.Found found(List<Store.FileChange> files) {
        return new Reversal.Found(new MergedFacts(), files, false, Optional.of(this));
    }

    private static boolean isBehind(TableMemory table, Memory memory) {
        return table.model()
                .filter(model -> model.inForce().segments().stream()
                        .map(segment -> segment.value().inputs())
                        .flatMap(List::stream)
                        .anyMatch(input -> memory.table(input)
                                .filter(read -> changedAt(read) <= model.basis())
                                .isEmpty()))
                .isPresent();
    }

    private static long changedAt(TableMemory table) {
        long stored = Math.max(table.changedAt(), table.definedAt());
        return table.isView()
                ? Math.max(stored, table.model().map(ModelMemory::basis).orElse(0L))
                : stored;
    }

    private void collect() {
        for (TableMemory table : ours.live()) {
            if (ThreeStates.live(theirs, table.id()).isEmpty()) {
                dropped.add(new Update.Drop(table.name()));
                reasons.add(Consent.drop(table.name(), table.rows()));
                tell(table, "dropped", 0, 0);
            }
        }
        for (TableMemory table : theirs.live()) {
            TableMemory ever = ThreeStates.ever(ours, table.id()).orElse(null);
            @Nullable TableMemory named = ThreeStates.named(ours, table.name()).orElse(null);
            sound &= named == null || named.id() == table.id();
            sound &= ever == null
                    || ever.definition().role() == table.definition().role();
            if (sound) {
                copy(ever, table);
            }
        }
    }

    private void copy(@Nullable TableMemory before, TableMemory after) {
        boolean renamed = false;
        if (before != null && !before.name().equals(after.name())) {
            updates.add(new Update.Rename(before.name(), after.name()));
            renamed = true;
        }
        boolean redefined = before == null
                || before.dropped()
                || !before.columns().equals(after.columns())
                || !before.definition().named(after.name()).equals(after.definition())
                || !heldBack(before).equals(heldBack(after));
        if (redefined) {
            updates.add(new Update.Adopt(after));
        }
        Optional<ModelMemory> then = Optional.ofNullable(before).flatMap(TableMemory::model);
        boolean edited = after.model().filter(model -> setsLogic(then, model)).isPresent();
        if (edited) {
            ModelMemory model = after.model().orElseThrow();
            updates.add(new Update.SetLogic(
                    after.name(),
                    model.declared().map(LogicVersion::text),
                    model.inForce().map(LogicVersion::text)));
        }
        StagedDiff diff = after.isView() ? null : diff(before, after).orElse(null);
        if (diff != null && !diff.isEmpty()) {
            updates.add(new Update.Write(after.name(), diff));
        }
        after.model()
                .filter(model -> !then.equals(Optional.of(model)))
                .ifPresent(model -> reflected.add(new Update.Reflect(after.name(), model.clock())));
        long added = diff == null ? 0 : diff.added();
        long retracted = diff == null ? 0 : diff.retracted();
        if (added + retracted > 0 || renamed || redefined || edited) {
            boolean fresh = before == null || before.dropped();
            String change = added + retracted > 0 ? "rows" : "definition";
            tell(after, fresh ? "new" : edited ? "logic changed" : change, added, retracted);
            Consent.much(after.name(), retracted, before == null ? 0 : before.rows())
                    .ifPresent(reasons::add);
        }
    }

    private static Optional<TableSettings> heldBack(TableMemory table) {
        return table.model().flatMap(ModelMemory::heldBack);
    }

    private static boolean setsLogic(Optional<ModelMemory> then, ModelMemory now) {
        return then.filter(model -> model.declared().equals(now.declared())
                        && model.inForce().equals(now.inForce()))
                .isEmpty();
    }

    /** Empty where the rows cannot be told apart by what the table has become. */
    private Optional<StagedDiff> diff(@Nullable TableMemory before, TableMemory after) {
        if (before == null) {
            RowSet rows = new RowSet.Stored(after, theirs.seq());
            return Optional.of(store.initial(after.definition(), store.stage(rows)));
        }
        if (before.changedAt() == after.changedAt() && before.columns().equals(after.columns())) {
            return Optional.of(new StagedDiff("", 0, 0, 0, Set.of()));
        }
        RowSet change = between.of(before, after, after.definition().schema());
        Optional<StagedDiff> diff = store.change(before, after.definition(), change);
        sound &= diff.isPresent();
        return diff;
    }

    private void tell(TableMemory table, String change, long added, long retracted) {
        boolean source = table.model().isEmpty();
        (source ? sources : models)
                .add(new ReversalResult.Table(table.name(), source, change, Strategy.NONE, added, retracted));
    }

    /** Models reflect what all tables are afterwards. */
    @Override
    public List<Update> updates() {
        List<Update> all = new ArrayList<>(dropped);
        all.addAll(updates);
        all.addAll(reflected);
        return all;
    }

    @Override
    public List<Requirement> requirements() {
        return List.of(new Requirement.Unmoved(ours.seq()));
    }

    @Override
    public List<ReversalResult.Table> tables() {
        List<ReversalResult.Table> all = new ArrayList<>(sources);
        all.addAll(models);
        return all;
    }

    @Override
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    @Override
    public List<Problem> warnings() {
        return List.of();
    }
}
