package hindsight.duckdb;

import hindsight.duckdb.WarehouseTables.StoredTable;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes everything that the attached warehouse remembers to open files. */
final class Exporter {
    private final Session session;
    private final Path folder;

    /** @param folder empty */
    Exporter(Session session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    /** @param seq the last commit */
    void write(long seq) throws IOException {
        Files.createDirectory(folder.resolve("tables"));
        Checksums sums = new Checksums(session, folder);
        List<ExportManifest.Entry> entries = new ArrayList<>();
        for (StoredTable table : WarehouseTables.of(session)) {
            entries.add(write(table, sums));
        }
        int format = session.one("SELECT version FROM w.hindsight.format", row -> row.getInt(1));
        ExportManifest manifest =
                new ExportManifest(ExportManifest.FORMAT, format, "duckdb " + session.version(), seq, entries);
        Files.writeString(folder.resolve(ExportManifest.FILE_NAME), manifest.json());
        sums.add(ExportManifest.FILE_NAME);
        sums.write();
    }

    private ExportManifest.Entry write(StoredTable table, Checksums sums) throws IOException {
        if (table.isCache()) {
            return new ExportManifest.Entry(table, -1);
        }
        String values = table.columns().stream()
                .map(column -> {
                    String name = Identifier.quote(column.name());
                    return column.open().write(name, 0) + " AS " + name;
                })
                .collect(Collectors.joining(", "));
        ExportManifest.Entry entry = new ExportManifest.Entry(table, 0);
        Path file = folder.resolve(entry.file());
        long rows = session.data("COPY (SELECT " + values + " FROM " + table.path() + ") TO "
                + Literal.string(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        sums.add(entry.file());
        return new ExportManifest.Entry(table, rows);
    }
}
