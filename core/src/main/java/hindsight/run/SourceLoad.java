package hindsight.run;

import hindsight.engine.FileStage;
import hindsight.engine.StagedFiles;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.Relation;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.RefusedException;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a load that concerns one source: its files become staged rows, and those a diff. */
final class SourceLoad {
    /** Share of a source's rows that a snapshot may retract unasked. */
    private static final double DELETES = 0.2;

    private final Workspace workspace;
    private final SourceDefinition source;
    private final LoadRequest request;
    private final Intake.Choice choice;
    private final Optional<TableMemory> before;
    private @Nullable StagedFiles files;
    private @Nullable TableDefinition definition;
    private long added;
    private long retracted;

    /** @param before the source as remembered when the files were chosen */
    SourceLoad(
            Workspace workspace,
            SourceDefinition source,
            LoadRequest request,
            Intake.Choice choice,
            Optional<TableMemory> before) {
        this.workspace = workspace;
        this.source = source;
        this.request = request;
        this.choice = choice;
        this.before = before;
    }

    boolean hasRows() {
        return files != null;
    }

    /** Reads and checks the files. */
    void stage(Problems problems) {
        if (choice.taken().isEmpty()) {
            return;
        }
        workspace.progress().step("read " + source.name());
        SourceColumns columns = new SourceColumns(source, before, problems);
        columns.checkDeclared();
        FileStage stage = workspace.engine().files();
        List<FileStage.NamedFile> named = choice.taken().stream()
                .map(file -> new FileStage.NamedFile(
                        file.input().path(), file.input().name()))
                .toList();
        try {
            StagedFiles read =
                    stage.read(new FileStage.ReadRequest(named, source.csv(), source.columns(), columns.remembered()));
            TableDefinition after = columns.definition(read, request.missingAsNull());
            if (problems.hasErrors()) {
                return;
            }
            new LoadChecks(stage, source, read, problems).run();
            columns.added(after).forEach(this::tellAdded);
            files = read;
            definition = after;
        } catch (InvalidException wrongFiles) {
            problems.addAll(wrongFiles.problems());
        }
    }

    /** What to publish of it; the warehouse is held alone. */
    List<Update> compare(Store store, Memory memory, Problems problems) {
        StagedFiles read = files;
        TableDefinition after = definition;
        if (read == null || after == null) {
            return List.of();
        }
        workspace.progress().step("compare " + source.name());
        Optional<TableMemory> table = memory.table(source.name());
        if (!table.map(TableMemory::definedAt).equals(before.map(TableMemory::definedAt))) {
            throw new RefusedException(Problem.error(
                    "table-moved",
                    "Cannot load source " + source.name() + ": another command defined it anew meanwhile",
                    "Run the command again."));
        }
        table.filter(known -> !known.definition().key().equals(after.key()))
                .ifPresent(known -> checkNewKey(store, known, after, problems));
        if (problems.hasErrors()) {
            return List.of();
        }
        StagedDiff diff = diff(store, memory, after, read);
        table.ifPresent(known -> refuseManyDeletes(known, diff));
        added = diff.added();
        retracted = diff.retracted();
        List<Update> updates = new ArrayList<>();
        if (table.map(known -> !known.definition().equals(after)).orElse(true)) {
            updates.add(new Update.Define(after));
        }
        if (!diff.isEmpty()) {
            updates.add(new Update.Write(source.name(), diff));
        }
        return updates;
    }

    /** The files that were taken, as the warehouse will know them. */
    List<LoadedFile> taken() {
        return choice.taken().stream()
                .map(file -> new LoadedFile(source.name(), file.input().name(), file.hash(), 0))
                .toList();
    }

    LoadResult.LoadedTable result() {
        long rows = files == null ? 0 : files.table().rows();
        return new LoadResult.LoadedTable(
                source.name(), choice.taken().size(), choice.skipped().size(), rows, added, retracted);
    }

    private StagedDiff diff(Store store, Memory memory, TableDefinition after, StagedFiles read) {
        StagedTable rows = rows(read);
        @Nullable TableMemory ever = memory.tables().get(Name.folded(source.name()));
        if (ever == null) {
            return store.initial(after, source.kind() == LoadKind.CHANGES ? withoutDeletes(store, rows) : rows);
        }
        return switch (source.kind()) {
            case SNAPSHOT -> store.loads().snapshot(ever, after, rows);
            case UPSERT -> store.loads().upsert(ever, after, rows);
            case APPEND -> store.loads().append(ever, after, rows);
            case CHANGES -> store.loads().changes(ever, after, rows);
        };
    }

    /** One row for each key where later rows replace earlier ones. */
    private StagedTable rows(StagedFiles read) {
        boolean replaces = source.kind() == LoadKind.UPSERT || source.kind() == LoadKind.CHANGES;
        boolean mayRepeat = read.parts().size() > 1 || source.order().isPresent();
        return replaces && mayRepeat
                ? workspace.engine().files().latest(read, source.key(), source.order())
                : read.table();
    }

    private StagedTable withoutDeletes(Store store, StagedTable rows) {
        return store.stage(new Relation.Query(
                "FROM changes WHERE op <> 'D'", Map.of("changes", new Relation.Staged(rows)), workspace.now()));
    }

    private void checkNewKey(Store store, TableMemory known, TableDefinition after, Problems problems) {
        Relation head = new Relation.Stored(known, known.changedAt());
        CheckRunner runner = new CheckRunner(store, name -> head, workspace.now());
        new ModelChecks(source.name(), after, setting -> source.location())
                .integrity().stream()
                        .flatMap(check -> runner.run(check, "load").stream())
                        .forEach(failed -> problems.add(failed.problem()));
    }

    private void refuseManyDeletes(TableMemory known, StagedDiff diff) {
        long gone = after().key().isEmpty() ? diff.retracted() : diff.retracted() - diff.updated();
        if (source.kind() == LoadKind.SNAPSHOT && !request.allowDeletes() && gone > DELETES * known.rows()) {
            throw new RefusedException(Problem.error(
                    "many-deletes",
                    "Cannot load source " + source.name() + ": the snapshot would retract " + gone + " of its "
                            + known.rows() + " rows",
                    "A snapshot is the whole state. If so many rows are really gone, use --allow-deletes."));
        }
    }

    private TableDefinition after() {
        TableDefinition known = definition;
        if (known == null) {
            throw new DefectException("source " + source.name() + " is compared before it is read");
        }
        return known;
    }

    private void tellAdded(String column) {
        workspace.warn(Problem.warning(
                "column-added",
                "Source " + source.name() + " has a new column " + column + ": earlier rows have NULL there",
                ""));
    }
}
