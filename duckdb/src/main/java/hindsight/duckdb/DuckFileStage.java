package hindsight.duckdb;

import hindsight.engine.FileStage;
import hindsight.engine.RowCheck;
import hindsight.engine.RowFault;
import hindsight.engine.StagedFiles;
import hindsight.history.StagedTable;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files into tables of the in-memory database. */
final class DuckFileStage implements FileStage {
    /** Measured: the engine takes 10 s to read 1,000 columns, and with as many again four times as long, in which nothing can stop it. */
    private static final int MOST_COLUMNS = 2_000;

    private final Session session;
    private final Path scratch;
    private final CsvCopies copies;
    private final Map<String, List<FileGroup>> origins = new HashMap<>();

    /** @param scratch a folder for copies; made when needed, removed by whoever gave it */
    DuckFileStage(Session session, Path scratch) {
        this.session = session;
        this.scratch = scratch;
        this.copies = new CsvCopies(scratch);
    }

    @Override
    public StagedFiles read(ReadRequest request) {
        List<FileGroup> groups = new FileGroups(session, copies, request).open();
        groups.forEach(DuckFileStage::checkWidth);
        List<StageColumn> columns = StageColumns.unite(session, groups, request);
        StageLoad load = new StageLoad(session, request.csv(), groups, columns);
        String table = load.load();
        List<Column> typed = load.columns().stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
        List<StagedFiles.Part> parts = parts(table, load);
        long rows = parts.stream().mapToLong(StagedFiles.Part::rows).sum();
        origins.put(table, load.groups());
        return new StagedFiles(new StagedTable(table, new Schema(typed), rows), parts, load.guessed());
    }

    private static void checkWidth(FileGroup group) {
        int columns = group.columns().size();
        if (columns > MOST_COLUMNS) {
            throw group.files()
                    .get(0)
                    .invalid(
                            "too-many-columns",
                            "Cannot read the file: it has " + columns + " columns, and " + MOST_COLUMNS
                                    + " are the most",
                            "Write a row for each value, with its name in a column.");
        }
    }

    private List<StagedFiles.Part> parts(String table, StageLoad load) {
        Map<Integer, Long> counts = new HashMap<>();
        session.list(
                load.isSeveral()
                        ? "SELECT " + StageLoad.PART + ", count(*) FROM " + table + " GROUP BY 1"
                        : "SELECT 0, count(*) FROM " + table,
                row -> counts.put(row.getInt(1), row.getLong(2)));
        List<StagedFiles.Part> parts = new ArrayList<>();
        for (FileGroup group : load.groups()) {
            List<String> columns = group.columns().stream().map(Column::name).toList();
            for (InputFile file : group.files()) {
                parts.add(new StagedFiles.Part(file.name(), columns, counts.getOrDefault(parts.size(), 0L)));
            }
        }
        return parts;
    }

    @Override
    public Path spool(InputStream stream) {
        try {
            Files.createDirectories(scratch);
            Path file = scratch.resolve(session.freshName("input"));
            Files.copy(stream, file);
            return file;
        } catch (IOException e) {
            throw new InvalidException(
                    Problem.error("unreadable-input", "Cannot read the input: " + e.getMessage(), ""));
        }
    }

    @Override
    public List<RowFault> faults(StagedFiles rows, RowCheck check, int limit) {
        List<FileGroup> groups = origins.getOrDefault(rows.table().handle(), List.of());
        return new RowFaults(session, rows, groups).find(check, limit);
    }

    @Override
    public StagedTable latest(StagedFiles rows, List<String> key, Optional<String> order) {
        String handle = rows.table().handle();
        String table = "memory.stage." + session.freshName("latest");
        long count = session.data("CREATE TABLE " + table + " AS SELECT "
                + Identifier.list(rows.table().schema().names())
                + " FROM " + handle + " WHERE rowid IN (SELECT arg_max(rowid, " + rank(order) + ") FROM " + handle
                + " GROUP BY " + Identifier.list(key) + ")");
        return new StagedTable(table, rows.table().schema(), count);
    }

    @Override
    public StagedTable latest(StagedFiles rows, List<String> key, Effective.Period period, Optional<String> order) {
        String table = "memory.stage." + session.freshName("latest");
        String select = new LatestPortionsSql(rows.table(), key, period).select(rank(order));
        long count = session.data("CREATE TABLE " + table + " AS " + select);
        return new StagedTable(table, rows.table().schema(), count);
    }

    private static String rank(Optional<String> order) {
        return order.map(column -> "(" + Identifier.quote(column) + ", rowid)").orElse("rowid");
    }
}
