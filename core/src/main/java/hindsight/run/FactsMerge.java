package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.history.WideTable;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.merge.TimelineMerge;
import hindsight.run.MergedFacts.Fate;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.time.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges the primary facts of three states: rows of sources, and the logic that is in force. */
final class FactsMerge {
    private static final String SUPERSEDED = "its logic was superseded";

    private final Store store;
    private final ThreeStates states;
    private final Function<TableMemory, RowSet> change;
    private final ConflictPolicy policy;
    private final Instant clock;
    private final MergedFacts merged = new MergedFacts();

    /** @param change what theirs has of a source more than base, and less: all columns of the memory that is given, and {@code _weight} */
    FactsMerge(
            Store store,
            ThreeStates states,
            Function<TableMemory, RowSet> change,
            ConflictPolicy policy,
            Instant clock) {
        this.store = store;
        this.states = states;
        this.change = change;
        this.policy = policy;
        this.clock = clock;
    }

    MergedFacts merge() {
        List<Integer> sources = new ArrayList<>();
        for (int id : states.tables()) {
            TableMemory table = ThreeStates.live(states.base(), id)
                    .or(() -> ThreeStates.live(states.theirs(), id))
                    .orElseThrow();
            if (table.model().isPresent()) {
                model(id, table.name());
            } else {
                sources.add(id);
            }
        }
        keepWhatIsRead();
        sources.forEach(this::source);
        return merged;
    }

    private void model(int id, String name) {
        TableMemory base = ThreeStates.live(states.base(), id).orElse(null);
        TableMemory theirs = ThreeStates.live(states.theirs(), id).orElse(null);
        TableMemory ours = ThreeStates.live(states.ours(), id).orElse(null);
        merged.differ |= base == null || theirs == null || !inForce(base).equals(inForce(theirs));
        if (base != null && theirs != null) {
            if (ours == null) {
                if (!inForce(base).equals(inForce(theirs))) {
                    merged.clash(Conflict.of(name, "it was dropped later"));
                }
                return;
            }
            boolean superseded = logic(base, theirs, ours);
            if (!superseded || policy == ConflictPolicy.FORCE) {
                new ModelSettingsMerge(merged, policy).merge(base, theirs, ours);
            }
            merged.differ |= !Name.same(base.name(), theirs.name());
            boolean renamed = !Name.same(base.name(), theirs.name()) && Name.same(ours.name(), base.name());
            if (renamed) {
                merged.renamed.put(Name.folded(ours.name()), theirs.name());
            }
        } else if (base != null) {
            withdraw(base, ours);
        } else if (theirs != null) {
            bringBack(theirs, ours);
        }
    }

    /** Whether that met later logic. */
    private boolean logic(TableMemory base, TableMemory theirs, TableMemory ours) {
        TimelineMerge<LogicText> merge = TimelineMerge.of(inForce(base), inForce(ours), inForce(theirs), policy);
        merge.conflicts().forEach(clash -> merged.clash(Conflict.ofLogic(ours.name(), clash, SUPERSEDED)));
        if (!merge.merged().equals(inForce(ours))) {
            merged.logic.put(Name.folded(ours.name()), merge.merged());
        }
        return !merge.conflicts().isEmpty();
    }

    /** Takes back that a model was made. */
    private void withdraw(TableMemory base, @Nullable TableMemory ours) {
        if (ours == null) {
            return;
        }
        if (!inForce(ours).equals(inForce(base))) {
            merged.clash(Conflict.of(ours.name(), SUPERSEDED));
            if (policy != ConflictPolicy.FORCE) {
                return;
            }
        }
        merged.dropped.add(Name.folded(ours.name()));
    }

    /** Takes back that a model was dropped. */
    private void bringBack(TableMemory theirs, @Nullable TableMemory ours) {
        boolean nameIsTaken = states.ours().table(theirs.name()).isPresent();
        if (ours == null && !nameIsTaken) {
            merged.returning.put(Name.folded(theirs.name()), theirs);
            merged.logic.put(Name.folded(theirs.name()), inForce(theirs));
        } else if (ours == null || !inForce(ours).equals(inForce(theirs))) {
            merged.clash(Conflict.of(theirs.name(), "a table of that name was made later"));
        }
    }

    /** A model that something reads that stays cannot go; then it stays itself, with what it reads. */
    private void keepWhatIsRead() {
        boolean kept = true;
        while (kept) {
            kept = merged.dropped.removeIf(this::isStillRead);
        }
    }

    private boolean isStillRead(String model) {
        Optional<String> reader = readers(model).findFirst();
        reader.ifPresent(name -> merged.clash(Conflict.of(
                states.ours().table(model).orElseThrow().name(),
                "model " + name + ", which was made later, reads it")));
        return reader.isPresent();
    }

    /** Names of models that will be there and read a table. */
    private Stream<String> readers(String table) {
        return states.ours().live().stream()
                .filter(other -> other.model().isPresent() && !merged.drops(other.name()))
                .filter(other -> inputs(other).stream().anyMatch(input -> Name.same(input, table)))
                .map(TableMemory::name);
    }

    private Set<String> inputs(TableMemory model) {
        Timeline<LogicText> logic = merged.logic.getOrDefault(Name.folded(model.name()), inForce(model));
        Set<String> inputs = new HashSet<>();
        logic.segments().forEach(segment -> inputs.addAll(segment.value().inputs()));
        return inputs;
    }

    private void source(int id) {
        TableMemory base = ThreeStates.live(states.base(), id).orElse(null);
        TableMemory theirs = ThreeStates.live(states.theirs(), id).orElse(null);
        TableMemory ours = ThreeStates.live(states.ours(), id).orElse(null);
        merged.differ |= base == null || theirs == null || base.changedAt() != theirs.changedAt();
        if (base == null && theirs != null) {
            bringBackSource(theirs, ours);
        } else if (base != null && ours != null) {
            boolean touched = theirs == null
                    || theirs.changedAt() != base.changedAt()
                    || !theirs.definition().schema().equals(base.definition().schema());
            if (touched) {
                rows(base, theirs, ours);
            }
        } else if (base != null && theirs != null && theirs.changedAt() != base.changedAt()) {
            merged.clash(Conflict.of(base.name(), "it was dropped later"));
        }
    }

    private void bringBackSource(TableMemory theirs, @Nullable TableMemory ours) {
        TableMemory dropped = ThreeStates.ever(states.ours(), theirs.id()).orElse(null);
        if (ours != null
                || dropped == null
                || states.ours().table(theirs.name()).isPresent()) {
            merged.clash(Conflict.of(theirs.name(), "a table of that name was made later"));
            return;
        }
        SourceMerge.Merged rows = merged(dropped, dropped, change.apply(dropped));
        merged.sources.add(new MergedFacts.Source(dropped, Fate.RETURNS, rows.diff(), dropped, dropped.definition()));
    }

    private void rows(TableMemory base, @Nullable TableMemory theirs, TableMemory ours) {
        List<TableMemory> others = theirs == null ? List.of(base) : List.of(base, theirs);
        TableMemory wide = WideTable.of(ours, others).memory();
        TableDefinition written = wide.definition();
        SourceMerge.Merged rows = merged(ours, wide, change.apply(wide));
        boolean goes = theirs == null
                && rows.diff().added() == 0
                && rows.diff().retracted() == ours.rows()
                && readers(ours.name()).findFirst().isEmpty();
        MergedFacts.Source found = new MergedFacts.Source(
                ours,
                goes ? Fate.GOES : Fate.STAYS,
                rows.diff(),
                wide,
                theirs == null ? ours.definition() : after(base, theirs, ours, written, rows.diff()));
        if (goes || !rows.diff().isEmpty() || found.isRedefined()) {
            merged.sources.add(found);
        }
    }

    /** @param wide the table with all columns of the change */
    private SourceMerge.Merged merged(TableMemory ours, TableMemory wide, RowSet net) {
        boolean same = wide.columns().equals(ours.columns());
        RowSet head = new RowSet.Stored(same ? ours : wide, Math.max(ours.changedAt(), ours.definedAt()));
        SourceMerge.Merged rows = new SourceMerge(store, policy, ConflictReader.Reasons.OF_LATER, clock)
                .merge(ours, wide.definition(), head, net);
        merged.conflicts.addAll(rows.conflicts().conflicts());
        merged.clashes += rows.conflicts().conflicts().size() + rows.conflicts().more();
        return rows;
    }

    /** Columns that the change added go where nothing else has values in them; those that it took away come back. */
    private TableDefinition after(
            TableMemory base, TableMemory theirs, TableMemory ours, TableDefinition written, StagedDiff diff) {
        List<Column> columns = new ArrayList<>();
        for (Column column : written.schema().columns()) {
            boolean had = has(base, column);
            boolean has = has(theirs, column);
            boolean is = has(ours, column);
            if (had && !has && is) {
                if (isUsed(ours, written, diff, column)) {
                    merged.clash(Conflict.ofColumn(ours.name(), column.name(), "the column has values since"));
                    columns.add(column);
                }
            } else if (is || has && !had) {
                columns.add(column);
            }
        }
        TableDefinition definition = ours.definition();
        return new TableDefinition(
                definition.name(),
                definition.role(),
                new Schema(columns),
                definition.inexact(),
                definition.key(),
                definition.effective(),
                definition.load());
    }

    private boolean isUsed(TableMemory ours, TableDefinition written, StagedDiff diff, Column column) {
        String used = "SELECT count(" + Identifier.quote(column.name()) + ") FROM rows";
        RowSet rows = query(used, Map.of("rows", ChangedRows.of(ours, written, diff, clock)));
        return Numbers.whole(store.only(rows).get(0)) > 0;
    }

    private RowSet query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, clock);
    }

    private static boolean has(TableMemory table, Column column) {
        return table.definition().schema().column(column.name()).isPresent();
    }

    /** Whether a text turned out to be opaque says nothing of what it does. */
    private static Timeline<LogicText> inForce(TableMemory model) {
        return model.model().orElseThrow().inForce().map(FactsMerge::text);
    }

    private static LogicText text(LogicVersion version) {
        return new LogicText(version.sql(), version.fingerprint(), version.inputs());
    }
}
