package hindsight.duckdb;

import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.engine.FileStage.NamedFile;
import hindsight.engine.FileStage.ReadRequest;
import hindsight.engine.StagedFiles;
import hindsight.problem.Failure;
import hindsight.project.CsvOptions;
import hindsight.project.EngineSettings;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A folder with files and an engine that reads them, for tests. */
final class Staging implements AutoCloseable {
    private final Path folder;
    private final Engine engine;
    private CsvOptions csv = CsvOptions.SNIFFED;
    private List<Column> declared = List.of();
    private List<Column> remembered = List.of();

    Staging(Path folder) {
        this(folder, "1GB");
    }

    Staging(Path folder, String memory) {
        this.folder = folder;
        this.engine = DuckEngine.open(new EngineRequest(
                new EngineSettings("duckdb", memory, 2),
                folder.resolve("warehouse"),
                ZoneOffset.UTC,
                Duration.ofSeconds(1),
                Clock.systemUTC()));
    }

    Engine engine() {
        return engine;
    }

    Staging declare(String... columns) {
        declared = columns(columns);
        return this;
    }

    Staging remember(String... columns) {
        remembered = columns(columns);
        return this;
    }

    Staging csv(CsvOptions options) {
        csv = options;
        return this;
    }

    /** Options of which one is stated: {@code csv("delimiter", ";")}. */
    Staging csv(String name, String value) {
        List<String> names = List.of(
                "delimiter", "header", "null", "date_format", "timestamp_format", "quote", "escape", "encoding");
        List<Optional<String>> values = new ArrayList<>();
        names.forEach(known -> values.add(known.equals(name) ? Optional.of(value) : Optional.empty()));
        csv = new CsvOptions(
                values.get(0),
                values.get(1).map(Boolean::valueOf),
                values.get(2),
                values.get(3),
                values.get(4),
                values.get(5),
                values.get(6),
                values.get(7));
        return this;
    }

    Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path pack(String name, String text) {
        write(name, "");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has DuckDB make a file, such as {@code COPY (…) TO '%s'}. */
    Path make(String name, String sql) {
        Path file = folder.resolve(name);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            Files.createDirectories(file.getParent());
            statement.execute("SET threads = 2");
            statement.execute(sql.formatted(file));
            return file;
        } catch (java.sql.SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    StagedFiles read(String... names) {
        List<NamedFile> files = Arrays.stream(names)
                .map(name -> new NamedFile(folder.resolve(name), name))
                .toList();
        return engine.files().read(new ReadRequest(files, csv, declared, remembered));
    }

    StagedFiles readText(String text) {
        write("data.csv", text);
        return read("data.csv");
    }

    /** What reading says instead. */
    String failure(String... names) {
        try {
            return "no failure: " + schema(read(names));
        } catch (Failure failure) {
            return failure.getMessage();
        }
    }

    String failureOfText(String text) {
        write("data.csv", text);
        return failure("data.csv");
    }

    static String schema(StagedFiles staged) {
        return String.join(
                ", ",
                staged.table().schema().columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList());
    }

    /** Rows in order of the files, values as the engine writes them. */
    List<String> rows(StagedFiles staged) {
        return values(
                "SELECT * EXCLUDE (\"part of the load\") FROM " + staged.table().handle());
    }

    List<String> values(String sql) {
        Session session = ((DuckEngine) engine).session();
        String query = sql.replace(" EXCLUDE (\"part of the load\")", "");
        return session.list(query, row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                if (!row.getMetaData().getColumnName(i).equals("part of the load")) {
                    values.add(row.getString(i));
                }
            }
            return String.join("|", values.stream().map(String::valueOf).toList());
        });
    }

    @Override
    public void close() {
        engine.close();
    }

    private static List<Column> columns(String... columns) {
        return Arrays.stream(columns)
                .map(text -> text.split(" ", 2))
                .map(parts -> new Column(parts[0], new DataType(parts[1])))
                .toList();
    }
}
