package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.Access;
import hindsight.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copying a file that the engine holds must not let go of it: nobody may write what is being copied. */
class HeldFilesTest {
    @TempDir
    Path folder;

    @Test
    void nobodyElseCanWriteTheFileUntilTheEngineHasLetGo() throws Exception {
        Path warehouse = folder.resolve("warehouse");
        Path copies = Files.createDirectory(folder.resolve("copies"));
        try (Session session = new Session(DuckDriver.connect())) {
            WarehouseFile file = new WarehouseFile(session, warehouse, Duration.ZERO);
            file.attach(Access.WRITE);
            file.detach();
            assertThat(write(file.path())).isZero();

            file.attach(Access.READ);
            try (HeldFiles files = new HeldFiles(session)) {
                files.copy(file.path(), copies);
                assertThat(write(file.path())).isEqualTo(Writer.REFUSED);
                file.detach();
            }
            assertThat(write(file.path())).isZero();
            assertThat(copies.resolve(WarehouseFile.FILE_NAME)).exists();
        }
    }

    private int write(Path database) throws IOException {
        try (JavaProcess process = JavaProcess.start(folder, Map.of(), Writer.class, List.of(database.toString()))) {
            return process.exit();
        }
    }

    /** Another process that opens a database to write it. */
    static final class Writer {
        static final int REFUSED = 5;

        private Writer() {}

        public static void main(String[] words) {
            try {
                DriverManager.getConnection("jdbc:duckdb:" + words[0]).close();
            } catch (SQLException e) {
                System.err.println(e.getMessage());
                System.exit(REFUSED);
            }
        }
    }
}
