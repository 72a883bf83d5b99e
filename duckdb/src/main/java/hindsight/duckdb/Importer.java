package hindsight.duckdb;

import hindsight.history.Branch;
import hindsight.history.Line;
import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads an export into the attached database, which is empty, and makes the caches anew. */
final class Importer {
    private final Session session;
    private final Path folder;
    private final WarehouseFormat format;
    private final Checksums sums;

    /** @param folder of the export */
    Importer(Session session, Path folder, WarehouseFormat format) {
        this.session = session;
        this.folder = folder;
        this.format = format;
        this.sums = new Checksums(session, folder);
    }

    /**
     * Reads what the export says that it holds, after looking at each of its files.
     *
     * @throws InvalidException when it is none, is damaged or incomplete, or of a newer format
     */
    ExportManifest open() throws IOException {
        if (!Files.isRegularFile(folder.resolve(ExportManifest.FILE_NAME))) {
            throw new InvalidException(Problem.error(
                    "not-an-export",
                    "Cannot import " + folder + ": there is no " + ExportManifest.FILE_NAME + " in it",
                    "Name a folder that hindsight export made."));
        }
        sums.read();
        sums.check(ExportManifest.FILE_NAME);
        ExportManifest manifest = manifest();
        if (manifest.format() > ExportManifest.FORMAT) {
            throw newer("its format is " + manifest.format(), ExportManifest.FORMAT);
        }
        if (manifest.warehouse() > format.newest()) {
            throw newer("the format of its warehouse is " + manifest.warehouse(), format.newest());
        }
        for (ExportManifest.Entry entry : manifest.tables()) {
            if (entry.hasFile()) {
                sums.check(entry.file());
            }
        }
        return manifest;
    }

    private ExportManifest manifest() throws IOException {
        try {
            return ExportManifest.read(Files.readString(folder.resolve(ExportManifest.FILE_NAME)));
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw sums.damaged(ExportManifest.FILE_NAME, "cannot be read: " + e.getMessage());
        }
    }

    private InvalidException newer(String what, int known) {
        return new InvalidException(Problem.error(
                "export-newer",
                "Cannot import " + folder + ": " + what + ", this version knows formats up to " + known,
                "Use the version of Hindsight that wrote it, or a newer one."));
    }

    /** Checksums say that the files are as somebody wrote them; that they make a warehouse shows only now. */
    void read(ExportManifest manifest) {
        try {
            session.execute("CREATE SCHEMA w.hindsight");
            manifest.tables().forEach(this::read);
            migrate();
            Memory main = new MemoryReader(session, Line.MAIN).read(new CommitLog(session, Line.MAIN).head());
            manifest.tables().stream()
                    .map(ExportManifest.Entry::table)
                    .filter(WarehouseTables.StoredTable::isHead)
                    .forEach(head -> fill(head, main));
            makeViews(main);
            checkDigests();
        } catch (DefectException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw sums.damaged("its tables", "do not make a warehouse: " + firstLine(e));
        }
    }

    private void migrate() {
        try {
            if (format.version() < format.newest()) {
                format.migrate();
            }
        } catch (InvalidException e) {
            throw new IllegalArgumentException(e.problems().get(0).message(), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        String message =
                e instanceof Failure failure ? failure.problems().get(0).message() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private void read(ExportManifest.Entry entry) {
        WarehouseTables.StoredTable table = entry.table();
        String columns = table.columns().stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.open().text())
                .collect(Collectors.joining(", "));
        session.execute("CREATE TABLE " + table.path() + " (" + columns + ")");
        if (!entry.hasFile()) {
            return;
        }
        String values = table.columns().stream()
                .map(column -> column.open().read(Identifier.quote(column.name()), 0))
                .collect(Collectors.joining(", "));
        String file = Literal.string(EnginePath.of(folder.resolve(entry.file())));
        long rows =
                session.data("INSERT INTO " + table.path() + " SELECT " + values + " FROM read_parquet(" + file + ")");
        if (rows != entry.rows()) {
            throw sums.damaged(
                    entry.file(), "has " + rows + " rows, and " + entry.rows() + " by " + ExportManifest.FILE_NAME);
        }
    }

    private void fill(WarehouseTables.StoredTable head, Memory main) {
        main.tables().values().stream()
                .filter(table -> table.id() == head.headOf())
                .findFirst()
                .ifPresent(table -> session.data(
                        "INSERT INTO " + head.path() + " BY NAME " + history().inShapeOfHead(table)));
    }

    private StateSql history() {
        return new StateSql(Logs.of(session));
    }

    /** Those of stored tables first, and each of the others behind those that it reads. */
    private void makeViews(Memory main) {
        OpenViews views = new OpenViews(session, Line.MAIN);
        LogicWriter logic = new LogicWriter(session, main.seq(), Line.MAIN, new CommitRows(session));
        List<TableMemory> live = main.live();
        live.stream().filter(table -> !table.isView()).forEach(table -> views.make(table, logic));
        Set<String> made = new HashSet<>();
        live.stream().filter(TableMemory::isView).forEach(view -> makeView(view, main, made, views, logic));
    }

    private static void makeView(TableMemory view, Memory main, Set<String> made, OpenViews views, LogicWriter logic) {
        if (!made.add(Name.folded(view.name()))) {
            return;
        }
        view.model().stream()
                .flatMap(model -> model.inForce().segments().stream())
                .map(segment -> segment.value())
                .map(LogicVersion::inputs)
                .flatMap(List::stream)
                .flatMap(input -> main.table(input).stream())
                .filter(TableMemory::isView)
                .forEach(input -> makeView(input, main, made, views, logic));
        views.make(view, logic);
    }

    /** The head of every branch has the rows that its digest was made of. */
    private void checkDigests() {
        RowSummer summer = new RowSummer(session);
        Branches branches = new Branches(session, true);
        for (Branch branch : branches.list()) {
            Line line = branches.line(branch.name());
            Memory memory = new MemoryReader(session, line).read(branch.head());
            for (TableMemory table : memory.live()) {
                if (!table.isView()) {
                    check(table, summer);
                }
            }
        }
    }

    private void check(TableMemory table, RowSummer summer) {
        Store.Fingerprint found = summer.of(table.definition(), history().asOf(table, Long.MAX_VALUE));
        if (found.rows() != table.rows() || !found.digest().equals(table.digest())) {
            throw sums.damaged(
                    "tables/t" + table.id() + "_*.parquet",
                    "do not hold what was remembered of " + table.name() + " on "
                            + table.line().branch() + ": the digest is another one");
        }
    }
}
