package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.engine.Access;
import hindsight.engine.Mover;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of the future, tried on the warehouse of today. */
class UpgradeTest {
    private static final WarehouseFormat.Step RENAMED =
            session -> session.execute("ALTER TABLE w.hindsight.tag RENAME COLUMN name TO label");
    private static final WarehouseFormat.Step DOUBLED = session -> session.execute(
            "ALTER TABLE w.hindsight.tag ADD COLUMN twice VARCHAR; UPDATE w.hindsight.tag SET twice = label || label");
    private static final WarehouseFormat.Step HALF = session -> {
        session.execute("DELETE FROM w.hindsight.tag");
        session.execute("SELECT none FROM w.hindsight.tag");
    };

    @TempDir
    Path folder;

    private Session session;
    private WarehouseFile file;

    @BeforeEach
    void make() throws SQLException {
        session = new Session(DuckDriver.connect());
        file = new WarehouseFile(session, folder, Duration.ZERO);
        file.attach(Access.WRITE);
        session.execute("INSERT INTO w.hindsight.tag VALUES ('first', 1, now()::TIMESTAMP)");
        file.detach();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void theNewestIsLeftAsItIs() throws IOException {
        assertThat(upgrade()).isEqualTo(new Mover.Upgraded(1, 1, Optional.empty()));
        assertThat(files()).containsExactly("warehouse.duckdb");
    }

    @Test
    void stepsFollowEachOtherFromTheFormatThatItHas() throws IOException {
        assertThat(upgrade(RENAMED).to()).isEqualTo(2);
        assertThat(tags("label")).containsExactly("first");
        Mover.Upgraded second = upgrade(RENAMED, DOUBLED);
        assertThat(second)
                .isEqualTo(new Mover.Upgraded(2, 3, Optional.of(folder.resolve("warehouse.format-2.duckdb"))));
        assertThat(tags("twice")).containsExactly("firstfirst");
        assertThat(upgrade(RENAMED, DOUBLED).kept()).isEmpty();
    }

    @Test
    void allStepsAreOneTransaction() {
        assertThatThrownBy(() -> upgrade(RENAMED, HALF)).isInstanceOf(DefectException.class);
        assertThat(tags("name")).containsExactly("first");
        reading(() -> new WarehouseFormat(session).check());
    }

    @Test
    void whatItWasLikeIsKept() throws Exception {
        byte[] before = Files.readAllBytes(file.path());
        Path kept = upgrade(RENAMED, DOUBLED).kept().orElseThrow();
        assertThat(kept).hasBinaryContent(before);
        assertThat(files()).containsExactly("warehouse.duckdb", "warehouse.format-1.duckdb");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
        Files.move(kept, file.path(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(tags("name")).containsExactly("first");
    }

    @Test
    void anUpgradeThatWasCutOffBehindTheCopyIsDoneAgain() throws IOException {
        Files.writeString(folder.resolve("warehouse.format-1.duckdb"), "of before");
        assertThat(upgrade(RENAMED).to()).isEqualTo(2);
        assertThat(Files.size(folder.resolve("warehouse.format-1.duckdb"))).isGreaterThan(9);
    }

    @Test
    void anOlderWarehouseIsNotUsedAndANewerOneNotUpgraded() throws IOException {
        reading(() -> assertThatThrownBy(() -> format(RENAMED).check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("its format is 1, this version works with 2")
                .hasMessageContaining("hindsight upgrade"));
        upgrade(RENAMED);
        assertThatThrownBy(this::upgrade)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("its format is 2, this version knows formats up to 1");
        assertThat(tags("label")).containsExactly("first");
    }

    @Test
    void anExportOfAnOlderWarehouseIsMigratedAsItComesIn() throws IOException {
        Path export = Files.createDirectory(folder.resolve("export"));
        reading(() -> {
            try {
                new Exporter(session, export).write(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Importer importer = new Importer(session, export, format(RENAMED, DOUBLED));
        ExportManifest manifest = importer.open();
        Path target = folder.resolve("other.duckdb");
        assertThat(new NewWarehouse(session, folder).make(target, () -> importer.read(manifest)))
                .isTrue();
        session.execute("ATTACH '" + target + "' AS other");
        assertThat(session.list("SELECT twice FROM other.hindsight.tag", row -> row.getString(1)))
                .containsExactly("firstfirst");
        assertThat(session.list("SELECT version FROM other.hindsight.format", row -> row.getInt(1)))
                .containsExactly(3);
    }

    private Mover.Upgraded upgrade(WarehouseFormat.Step... steps) throws IOException {
        return new Upgrade(session, file, format(steps)).run();
    }

    private WarehouseFormat format(WarehouseFormat.Step... steps) {
        return new WarehouseFormat(session, List.of(steps));
    }

    private List<String> tags(String column) {
        List<String> tags = new ArrayList<>();
        reading(() -> tags.addAll(session.list("SELECT " + column + " FROM w.hindsight.tag", row -> row.getString(1))));
        return tags;
    }

    private void reading(Runnable work) {
        file.attach(Access.READ);
        work.run();
        file.detach();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
