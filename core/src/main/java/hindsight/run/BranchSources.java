package hindsight.run;

import hindsight.history.Evolution;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.RefusedException;
import hindsight.run.MergedFacts.Fate;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges sources of another branch into those of the one that is worked on: columns by name, rows by key and column. */
final class BranchSources {
    /** Beyond the ids of all physical columns: what is planned with is never stored. */
    private static final int PLANNED = 1_000_000;

    private static final StagedDiff NONE = new StagedDiff("", 0, 0, 0, Set.of());

    private final Store store;
    private final ThreeStates states;
    private final Change change;
    private final ConflictPolicy policy;
    private final Instant clock;
    private final MergedFacts merged;

    /**
     * @param merged to be filled
     */
    BranchSources(Store store, ThreeStates states, Change change, Manner manner, MergedFacts merged) {
        this.store = store;
        this.states = states;
        this.change = change;
        this.policy = manner.policy();
        this.clock = manner.clock();
        this.merged = merged;
    }

    /** What theirs has of a source more than base, and less. */
    @FunctionalInterface
    interface Change {
        /** In these columns, and {@code _weight}. */
        RowSet of(@Nullable TableMemory base, TableMemory theirs, Schema columns);
    }

    /** How it is done. */
    record Manner(ConflictPolicy policy, Instant clock) {}

    /** @param isRead whether models read a table that will be there */
    void merge(Threefold source, Predicate<String> isRead) {
        TableMemory base = source.base();
        TableMemory theirs = source.theirs();
        TableMemory ours = source.ours();
        if (theirs == null) {
            if (base != null && ours != null) {
                drop(base, ours, isRead);
            }
        } else if (ours != null) {
            if (base == null || !isSame(base, theirs)) {
                rows(source, theirs, ours);
            }
        } else if (base == null) {
            come(theirs);
        } else if (!isSame(base, theirs)) {
            merged.clash(Conflict.of(theirs.name(), "it was dropped here and changed there"));
            if (policy == ConflictPolicy.FORCE) {
                come(theirs);
            }
        }
    }

    private void drop(TableMemory base, TableMemory ours, Predicate<String> isRead) {
        boolean read = isRead.test(ours.name());
        boolean changed = !isSame(base, ours);
        if (read || changed) {
            String reason =
                    read ? "it was dropped there, and models read it here" : "it was changed here and dropped there";
            merged.clash(Conflict.of(ours.name(), reason));
        }
        if (!read && (!changed || policy == ConflictPolicy.FORCE)) {
            merged.sources.add(new MergedFacts.Source(ours, Fate.GOES, NONE, ours, ours.definition()));
        }
    }

    private static boolean isSame(TableMemory one, TableMemory other) {
        return one.rows() == other.rows()
                && one.digest().equals(other.digest())
                && one.definition().equals(other.definition());
    }

    /** One that is not here. Where a table of its name was dropped here, that one goes on. */
    private void come(TableMemory theirs) {
        StagedTable rows = store.stage(new RowSet.Stored(theirs, states.theirs().seq()));
        TableMemory dropped = ThreeStates.named(states.ours(), theirs.name()).orElse(null);
        TableDefinition definition = theirs.definition();
        merged.sources.add(
                dropped == null
                        ? new MergedFacts.Source(
                                theirs, Fate.COMES, store.initial(definition, rows), theirs, definition)
                        : new MergedFacts.Source(
                                dropped,
                                Fate.RETURNS,
                                store.net(dropped, definition, rows),
                                as(dropped, definition),
                                definition));
    }

    private void rows(Threefold source, TableMemory theirs, TableMemory ours) {
        TableDefinition after = settings(source, theirs, ours, columns(source, theirs, ours));
        TableMemory wide = as(ours, after);
        TableDefinition written = wide.definition();
        RowSet head = ChangedRows.in(
                written.schema(),
                ours.definition().schema(),
                new RowSet.Stored(ours, states.ours().seq()),
                clock);
        SourceMerge merge = new SourceMerge(store, policy, ConflictReader.Reasons.OF_BRANCHES, clock);
        RowSet carried = change.of(source.base(), theirs, written.schema());
        boolean sameKeys = source.all()
                .allMatch(table -> table.definition().key().equals(written.key())
                        && table.definition().period().equals(written.period()));
        SourceMerge.Merged rows =
                sameKeys ? merge.merge(ours, written, head, carried) : merge.byRow(ours, written, head, carried);
        merged.conflicts.addAll(rows.conflicts().conflicts());
        merged.clashes += rows.conflicts().conflicts().size() + rows.conflicts().more();
        MergedFacts.Source found = new MergedFacts.Source(
                ours, Fate.STAYS, rows.diff(), wide, with(after, kept(source, ours, written, rows.diff())));
        if (!rows.diff().isEmpty() || found.isRedefined()) {
            check(found);
            merged.sources.add(found);
        }
    }

    private TableDefinition settings(Threefold source, TableMemory theirs, TableMemory ours, Schema columns) {
        SettingsMerge settings = new SettingsMerge(source.base(), theirs, ours, policy, merged);
        TableDefinition is = ours.definition();
        return new TableDefinition(
                is.name(),
                is.role(),
                columns,
                is.inexact(),
                settings.merged(TableDefinition::key, "key"),
                settings.merged(TableDefinition::effective, "effective column"),
                settings.merged(TableDefinition::load, "load kind"));
    }

    /** Ours, as wide as both have them, and those that they added. */
    private Schema columns(Threefold source, TableMemory theirs, TableMemory ours) {
        List<Column> columns = new ArrayList<>();
        for (Column column : ours.definition().schema().columns()) {
            columns.add(column(theirs, column.name())
                    .map(other -> new Column(column.name(), widest(ours, column, other)))
                    .orElse(column));
        }
        theirs.definition().schema().columns().stream()
                .filter(column -> column(ours, column.name()).isEmpty() && !had(source, column))
                .forEach(columns::add);
        return new Schema(columns);
    }

    private static DataType widest(TableMemory ours, Column here, Column there) {
        return here.type()
                .widen(there.type())
                .orElseThrow(() -> new RefusedException(Problem.error(
                        "column-types",
                        "Cannot merge " + ours.name() + "." + here.name() + ": it is " + here.type() + " here and "
                                + there.type() + " there, and no type holds both",
                        "Load it under another name on one of the branches.")));
    }

    /** Columns that they dropped go, unless something here has values in them. */
    private Schema kept(Threefold source, TableMemory ours, TableDefinition written, StagedDiff diff) {
        TableMemory theirs = source.theirs();
        List<Column> columns = new ArrayList<>();
        for (Column column : written.schema().columns()) {
            boolean dropped = theirs != null && column(theirs, column.name()).isEmpty() && had(source, column);
            boolean used = dropped && isUsed(ours, written, diff, column);
            if (used) {
                merged.clash(Conflict.ofColumn(
                        ours.name(), column.name(), "the column was dropped there and has values here"));
            }
            if (!dropped || used) {
                columns.add(column);
            }
        }
        return new Schema(columns);
    }

    private boolean isUsed(TableMemory ours, TableDefinition written, StagedDiff diff, Column column) {
        String used = "SELECT count(" + Identifier.quote(column.name()) + ") FROM rows";
        RowSet rows = new RowSet.Query(used, Map.of("rows", ChangedRows.of(ours, written, diff, clock)), clock);
        return Numbers.whole(store.only(rows).get(0)) > 0;
    }

    private static boolean had(Threefold source, Column column) {
        return Stream.ofNullable(source.base())
                .anyMatch(base -> column(base, column.name()).isPresent());
    }

    private static Optional<Column> column(@Nullable TableMemory table, String name) {
        return table == null ? Optional.empty() : table.definition().schema().column(name);
    }

    /** A key or effective column that is new here must hold for all rows. */
    private void check(MergedFacts.Source source) {
        TableDefinition is = source.before().definition();
        TableDefinition after = source.after();
        if (after.key().equals(is.key()) && after.effective().equals(is.effective())) {
            return;
        }
        RowSet rows = ChangedRows.of(source.before(), source.written().definition(), source.diff(), clock);
        CheckRunner runner = new CheckRunner(store, name -> rows, clock);
        Problems problems = new Problems();
        new ModelChecks(after.name(), after, setting -> Location.ofFile("hindsight.yml"))
                .integrity().stream()
                        .flatMap(check -> runner.run(check, "merge").stream())
                        .map(CheckRunner.Failed::problem)
                        .forEach(problems::add);
        problems.throwIfErrors();
    }

    private static TableDefinition with(TableDefinition definition, Schema columns) {
        return new TableDefinition(
                definition.name(),
                definition.role(),
                columns,
                definition.inexact(),
                definition.key(),
                definition.effective(),
                definition.load());
    }

    private static TableMemory as(TableMemory table, TableDefinition definition) {
        return table.as(
                definition, Evolution.of(table.columns(), PLANNED, definition).columns(), false);
    }
}
