package hindsight.run;

import hindsight.history.LoadDiffs;
import hindsight.history.Memory;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.problem.Problems;
import hindsight.problem.Severity;
import hindsight.project.LoadKind;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares the rows of one source with its head, while the warehouse is held. */
final class SourceDiff {
    private static final String ROWS = "rows";
    private static final String HEAD = "head";
    /** A snapshot that retracts more than one row of so many is suspicious. */
    private final Store store;

    private final SourceLoad load;
    private final Optional<TableMemory> before;
    private final Optional<TableMemory> ever;
    private final Instant clock;

    SourceDiff(Store store, Memory memory, SourceLoad load, Instant clock) {
        this.store = store;
        this.load = load;
        this.before = memory.table(load.source().name());
        this.ever = Optional.ofNullable(
                memory.tables().get(Name.folded(load.source().name())));
        this.clock = clock;
    }

    /**
     * The diff.
     *
     * @throws hindsight.problem.InvalidException when head has rows that a changed key or effective column does not allow, or keys that
     *     are appended
     * @throws hindsight.problem.RefusedException when a snapshot retracts too much and that is {@link ManyDeletes#REFUSED}
     */
    StagedDiff find(ManyDeletes deletes) {
        TableMemory table = before.orElse(null);
        if (table == null) {
            return first();
        }
        checkHead(table);
        if (load.definition().period().isPresent()) {
            return portions().diff(table, evolved(table), deletes);
        }
        LoadDiffs diffs = store.loads();
        return switch (load.source().kind()) {
            case SNAPSHOT -> {
                StagedDiff diff = diffs.snapshot(table, load.definition(), load.rows());
                checkRetracted(table, diff, deletes);
                yield diff;
            }
            case UPSERT -> diffs.upsert(table, load.definition(), load.rows());
            case CHANGES -> diffs.changes(table, load.definition(), load.rows());
            case APPEND -> {
                checkAppended(table);
                yield diffs.append(table, load.definition(), load.rows());
            }
        };
    }

    /** What the commit changes: nothing when there is no difference, neither in rows nor in the definition. */
    List<Update> updates(StagedDiff diff) {
        String name = load.definition().name();
        boolean defined = before.map(TableMemory::definition)
                .filter(load.definition()::equals)
                .isPresent();
        List<Update> updates = new ArrayList<>();
        if (!defined && !isUnknown(diff)) {
            updates.add(new Update.Define(load.definition()));
        }
        if (!diff.isEmpty()) {
            updates.add(new Update.Write(name, diff));
        }
        return updates;
    }

    /** Whether it is to be remembered that the files were taken even if no row differs: they say until when the state before them holds. */
    boolean isNewDate() {
        return load.date()
                .filter(date ->
                        before.isPresent() && !store.statedDates(before.get()).contains(date))
                .isPresent();
    }

    /** That the files were taken; remembered of a source that there is, and together with something else only. */
    List<Update> taken(StagedDiff diff) {
        if (isUnknown(diff)) {
            return List.of();
        }
        String source = load.definition().name();
        boolean repeats = repeats(diff);
        return load.files().stream()
                .<Update>map(file -> new Update.TakeFile(file.taken(source, load.date(), repeats)))
                .toList();
    }

    /** Whether some rows said what was so already; with periods, where that is costly to tell, whether they may have. */
    private boolean repeats(StagedDiff diff) {
        long changed = load.source().kind() == LoadKind.CHANGES
                ? diff.added() + diff.retracted() - diff.updated()
                : diff.added();
        return before.isPresent()
                && (load.definition().period().isPresent() || load.rows().rows() > changed);
    }

    /** Whether there is no such table after the load either: its first rows make it, though they may be those that it had when it was dropped. */
    private boolean isUnknown(StagedDiff diff) {
        return before.isEmpty()
                && diff.isEmpty()
                && (ever.isEmpty() || load.rows().rows() == 0);
    }

    Requirement requirement() {
        return before.<Requirement>map(Requirement.Unchanged::new)
                .orElseGet(() -> new Requirement.Absent(load.definition().name()));
    }

    /** The first rows of a source; where another table of its name was dropped, they take the place of its rows. */
    private StagedDiff first() {
        StagedTable rows = load.definition().period().isPresent() ? portions().first() : freshRows();
        return ever.map(dropped -> store.net(dropped, load.definition(), rows))
                .orElseGet(() -> store.initial(load.definition(), rows));
    }

    private PeriodDiff portions() {
        return new PeriodDiff(store, load, clock);
    }

    private StagedTable freshRows() {
        return load.source().kind() == LoadKind.CHANGES ? withoutDeletions() : load.rows();
    }

    /** Most first loads delete nothing, and rows that are staged already need no copy. */
    private StagedTable withoutDeletions() {
        Map<String, RowSet> rows = Map.of(ROWS, new RowSet.Staged(load.rows()));
        RowSet deletes = new RowSet.Query("SELECT count(*) FROM rows WHERE op = 'D'", rows, clock);
        return store.only(deletes).equals(List.of(0L))
                ? load.rows()
                : store.stage(new RowSet.Query("FROM rows WHERE op <> 'D'", rows, clock));
    }

    /** A key or an effective column that is declared newly must hold for the rows that are there. */
    private void checkHead(TableMemory table) {
        TableDefinition after = load.definition();
        boolean same = after.key().equals(table.definition().key())
                && after.effective().equals(table.definition().effective());
        if (!same && table.rows() > 0) {
            RowSet head = evolved(table);
            CheckRunner runner = new CheckRunner(store, name -> head, clock);
            Problems problems = new Problems();
            new ModelChecks(after.name(), after, setting -> load.source().location())
                    .integrity().stream()
                            .map(check -> check.hinting(ModelChecks.REDECLARED))
                            .flatMap(check -> runner.run(check, "load").stream())
                            .map(CheckRunner.Failed::problem)
                            .forEach(problems::add);
            problems.throwIfErrors();
        }
    }

    /** Head with NULL in the columns that it does not have yet. */
    private RowSet evolved(TableMemory table) {
        RowSet head = new RowSet.Stored(table, table.changedAt());
        String added = load.definition().schema().columns().stream()
                .filter(column ->
                        table.definition().schema().column(column.name()).isEmpty())
                .map(SourceDiff::empty)
                .collect(Collectors.joining());
        return new RowSet.Query("SELECT *" + added + " FROM head", Map.of(HEAD, head), clock);
    }

    private static String empty(Column column) {
        return ", CAST(NULL AS " + column.type().text() + ") AS " + Identifier.quote(column.name());
    }

    private void checkAppended(TableMemory table) {
        List<String> key = load.definition().key();
        if (key.isEmpty()) {
            return;
        }
        String same = key.stream()
                .map(Identifier::quote)
                .map(column -> "rows." + column + " = head." + column)
                .collect(Collectors.joining(" AND "));
        Check check = new Check(
                "known-key",
                Optional.of(load.source().name()),
                "new keys",
                new Check.Words("", "row has a key that is there already", "rows have keys that are there already"),
                load.source().location(),
                Severity.ERROR,
                "SELECT " + Identifier.list(key) + " FROM rows SEMI JOIN head ON " + same + " ORDER BY ALL",
                Map.of(ROWS, ROWS, HEAD, HEAD),
                "Append new rows only; or declare load: upsert, and they replace those of their keys.");
        Map<String, RowSet> tables = Map.of(ROWS, new RowSet.Staged(load.rows()), HEAD, evolved(table));
        Problems problems = new Problems();
        new CheckRunner(store, tables::get, clock)
                .run(check, "load")
                .map(CheckRunner.Failed::problem)
                .ifPresent(problems::add);
        problems.throwIfErrors();
    }

    private void checkRetracted(TableMemory table, StagedDiff diff, ManyDeletes deletes) {
        long gone = diff.retracted() - diff.updated();
        if (ManyDeletes.isMany(gone, table.rows())) {
            deletes.found(
                    load,
                    String.format(
                            Locale.ROOT,
                            "retracts %,d of %,d rows (%d %%)",
                            gone,
                            table.rows(),
                            100 * gone / table.rows()));
        }
    }
}
