package hindsight.run;

import hindsight.engine.FileStage;
import hindsight.engine.FileStage.ReadRequest;
import hindsight.engine.StagedFiles;
import hindsight.history.Memory;
import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows of one source in scratch space, checked, before they are compared with head.
 *
 * @param before what was remembered when they were read
 * @param date from when on they are the state, where the user states that
 * @param read how many rows the files have
 * @param rows one for each key, with the column {@code op} where they are changes
 */
record SourceLoad(
        SourceDefinition source,
        Optional<TableMemory> before,
        List<LoadFile> files,
        Optional<LocalDateTime> date,
        long read,
        TableDefinition definition,
        StagedTable rows,
        List<Problem> warnings) {
    SourceLoad {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /**
     * A source with its files.
     *
     * @param files those to read
     * @param offered how many there were
     * @param date from when on they are the state, where the user states that
     */
    record Task(SourceDefinition source, List<LoadFile> files, int offered, Optional<LocalDateTime> date) {
        Task {
            files = List.copyOf(files);
        }
    }

    /** Reads and checks what files hold. Needs no warehouse. */
    static SourceLoad read(FileStage stage, Task task, Memory memory, boolean missingAllowed) {
        SourceDefinition source = task.source();
        Optional<TableMemory> before = memory.table(source.name());
        List<Column> known =
                before.map(table -> table.definition().schema().columns()).orElse(List.of());
        StagedFiles staged = placedInTime(stage, task, known);
        Reconciliation.Result reconciled = Reconciliation.of(source, before, staged, missingAllowed);
        StagedTable rows = new LoadChecks(stage, source, reconciled.definition(), staged).checked();
        return new SourceLoad(
                source,
                before,
                task.files(),
                task.date(),
                staged.table().rows(),
                reconciled.definition(),
                rows,
                reconciled.warnings());
    }

    /** Whether what was read still fits what is remembered. */
    boolean fits(Memory memory) {
        Optional<TableMemory> now = memory.table(source.name());
        return now.map(TableMemory::definition).equals(before.map(TableMemory::definition));
    }

    /** Columns of effective time are read again where values look like text, to find the one that is no moment, or where a period's two differ. */
    private static StagedFiles placedInTime(FileStage stage, Task task, List<Column> known) {
        SourceDefinition source = task.source();
        Optional<PeriodColumns> period = source.period().map(columns -> new PeriodColumns(source, columns, known));
        List<Column> declared = new ArrayList<>(declared(source));
        task.date().flatMap(date -> period.map(columns -> columns.from(date))).ifPresent(declared::addAll);
        StagedFiles staged = stage.read(request(task, declared, known));
        List<Column> texts = texts(source, staged, declared, known);
        if (!texts.isEmpty()) {
            declared.addAll(texts);
            staged = stage.read(request(task, declared, known));
        }
        StagedFiles first = staged;
        List<Column> unlike = period.map(columns -> columns.unlike(first)).orElse(List.of());
        if (unlike.isEmpty()) {
            return first;
        }
        declared.removeIf(column -> unlike.stream().anyMatch(other -> other.named(column.name())));
        declared.addAll(unlike);
        return stage.read(request(task, declared, known));
    }

    private static List<Column> texts(
            SourceDefinition source, StagedFiles staged, List<Column> declared, List<Column> known) {
        return source.effective().map(Effective::columns).orElse(List.of()).stream()
                .flatMap(name -> staged.table().schema().column(name).stream())
                .filter(column -> column.type().equals(DataType.VARCHAR)
                        && !staged.guessed().contains(column.name()))
                .filter(column ->
                        Stream.concat(declared.stream(), known.stream()).noneMatch(other -> other.named(column.name())))
                .map(column -> new Column(column.name(), DataType.TIMESTAMP))
                .toList();
    }

    private static ReadRequest request(Task task, List<Column> declared, List<Column> known) {
        return new ReadRequest(
                task.files().stream().map(LoadFile::named).toList(),
                task.source().csv(),
                declared,
                known);
    }

    /** The operation of changes is a word, whatever the file looks like. */
    private static List<Column> declared(SourceDefinition source) {
        List<Column> declared = new ArrayList<>(source.columns());
        boolean stated = declared.stream().anyMatch(column -> column.named(Reconciliation.OPERATION));
        boolean headed = source.csv().header().orElse(true);
        if (source.kind() == LoadKind.CHANGES && !stated && headed) {
            declared.add(new Column(Reconciliation.OPERATION, DataType.VARCHAR));
        }
        return declared;
    }
}
