package hindsight.cli;

import hindsight.testkit.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A project in a folder, the commands run in it, and its warehouse behind their back. */
final class ShopFolder {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HINDSIGHT_CLOCK", "2025-03-01T08:00:00Z", "HINDSIGHT_AUTHOR", "tester");

    private final Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    ShopFolder(Path folder) {
        this.folder = folder;
    }

    Path file(String path) {
        return folder.resolve(path);
    }

    void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Exit run(String... words) {
        output.reset();
        errors.reset();
        Surroundings surroundings = new Surroundings(
                folder,
                ENVIRONMENT,
                InputStream.nullInputStream(),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(errors, false, StandardCharsets.UTF_8),
                TerminalTraits.NONE);
        return Hindsight.run(surroundings, List.of(words), new Interruption());
    }

    /** Runs a command in a process of its own. */
    JavaProcess start(String... words) throws IOException {
        return JavaProcess.start(folder, ENVIRONMENT, Hindsight.class, List.of(words));
    }

    /** Waits until a process has written the text into its log, or has ended. */
    void awaitLog(JavaProcess process, String text) throws IOException, InterruptedException {
        while (process.isAlive() && !log(process).contains(text)) {
            Thread.sleep(1);
        }
    }

    private String log(JavaProcess process) throws IOException {
        Path logs = folder.resolve(".hindsight/log");
        if (!Files.exists(logs)) {
            return "";
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*-" + process.pid() + "-*.log")) {
            Iterator<Path> file = files.iterator();
            return file.hasNext() ? Files.readString(file.next()) : "";
        }
    }

    /** What the last command gave. */
    String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** What the last command told besides. */
    String told() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    /** Changes the warehouse as no command does. */
    void tamper(String sql) throws SQLException {
        String file = folder.resolve(".hindsight/warehouse.duckdb").toString();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
