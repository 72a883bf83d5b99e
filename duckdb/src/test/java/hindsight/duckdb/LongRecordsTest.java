package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.StagedFiles;
import hindsight.testkit.Seed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records, headers and rows of any size are read in full, or it is said that they are too large. */
class LongRecordsTest {
    private static final int MB = 1_000_000;
    private static final String ROW = "1," + "abcdefghi ".repeat(10) + "\n";

    @TempDir
    Path folder;

    private final Random random = Seed.random(LongRecordsTest.class);
    private Staging staging;

    @BeforeEach
    void open() {
        staging = new Staging(folder);
    }

    @AfterEach
    void close() {
        staging.close();
    }

    @Test
    void aLongLastRecordIsThere() throws IOException {
        check(new Shape(1, 2 + random.nextInt(6), 0, random.nextBoolean(), false, random.nextBoolean()));
    }

    @Test
    void longRecordsAnywhereAreThere() throws IOException {
        check(new Shape(2, 3, 2, random.nextBoolean(), random.nextBoolean(), true));
    }

    /** The engine leaves such a record out without a word. */
    @Test
    void aLastRecordLongerThanTheEnginesBufferIsTold() throws IOException {
        check(new Shape(0, 33, 0, false, false, true));
    }

    @Tag("slow")
    @Test
    void recordsOfManySizesAreThere() throws IOException {
        for (int i = 0; i < Integer.getInteger("hindsight.cases", 100); i++) {
            check(new Shape(
                    random.nextInt(40),
                    1 + random.nextInt(random.nextBoolean() ? 16 : 50),
                    random.nextBoolean() ? 0 : random.nextInt(40),
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    random.nextBoolean()));
        }
    }

    /**
     * A file with one long record.
     *
     * @param before megabytes of rows
     * @param megabytes of the long record
     * @param after megabytes of rows
     * @param lines whether its value is in quotes, with line breaks
     */
    private record Shape(int before, int megabytes, int after, boolean lines, boolean packed, boolean ends) {
        long rows() {
            return (before + after) * (long) MB / ROW.length();
        }

        void write(Path file) throws IOException {
            try (OutputStream plain = Files.newOutputStream(file);
                    OutputStream out =
                            new BufferedOutputStream(packed ? new GZIPOutputStream(plain) : plain, 1 << 16)) {
                out.write("id,v\n".getBytes(StandardCharsets.UTF_8));
                byte[] row = ROW.getBytes(StandardCharsets.UTF_8);
                long first = before * (long) MB / ROW.length();
                for (long i = 0; i < first; i++) {
                    out.write(row);
                }
                out.write((lines ? "2,\"" : "2,").getBytes(StandardCharsets.UTF_8));
                byte[] piece = (lines ? "x".repeat(99) + "\n" : "x".repeat(100))
                        .repeat(MB / 100)
                        .getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < megabytes; i++) {
                    out.write(piece);
                }
                out.write(((lines ? "\"" : "") + (ends || after > 0 ? "\n" : "")).getBytes(StandardCharsets.UTF_8));
                for (long i = first; i < rows(); i++) {
                    out.write(row);
                }
            }
        }
    }

    private void check(Shape shape) throws IOException {
        String name = shape.packed() ? "long.csv.gz" : "long.csv";
        shape.write(folder.resolve(name));
        if (shape.megabytes() * MB > CsvScanner.LONGEST) {
            assertThat(staging.failure(name)).as("%s", shape).contains("a value in it is longer than 16 million");
            return;
        }
        StagedFiles staged = staging.read(name);
        assertThat(staged.table().rows()).as("%s", shape).isEqualTo(shape.rows() + 1);
        assertThat(staging.values("SELECT length(v) FROM " + staged.table().handle() + " WHERE id = 2"))
                .as("%s", shape)
                .containsExactly(Integer.toString(shape.megabytes() * MB));
    }

    @Test
    void aValueThatIsTooLongIsToldWithItsPlace() {
        staging.write("long.csv", "id,v\n1,x\n2," + "x".repeat(CsvScanner.LONGEST + 1) + "\n");
        assertThat(staging.failure("long.csv")).isEqualTo("""
                        long.csv:3: Cannot read the row: a value in it is longer than 16 million characters
                          Load values as long as that from Parquet.""");
    }

    @Test
    void anObjectThatIsTooLongIsTold() {
        staging.write("long.json", "{\"id\": 1}\n{\"id\": 2, \"v\": \"" + "x".repeat(40 * MB) + "\"}\n");
        assertThat(staging.failure("long.json")).isEqualTo("""
                        long.json: Cannot read the file as JSON: an object in it is longer than 16 MB
                          Load values as long as that from Parquet.""");
    }

    @Test
    void aHeaderMayBeLong() {
        List<String> names = IntStream.range(0, 100)
                .mapToObj(i -> "c" + i + "x".repeat(1000))
                .toList();
        StagedFiles staged = staging.readText(String.join(",", names) + "\n" + "1,".repeat(99) + "1\n");
        assertThat(staged.table().schema().names()).isEqualTo(names);
        assertThat(staged.table().rows()).isEqualTo(1);
    }

    @Test
    void tooManyColumnsAreTold() {
        String header = IntStream.range(0, 20_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        assertThat(staging.failureOfText(header + "\n" + "1,".repeat(19_999) + "1\n"))
                .isEqualTo("""
                        data.csv: Cannot read the file: it has 20000 columns, and 2000 are the most
                          Write a row for each value, with its name in a column.""");
    }

    @Test
    void jsonMayBeNestedDeep() {
        staging.write("deep.json", "{\"id\": 1, \"v\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}\n");
        assertThat(staging.rows(staging.read("deep.json")).get(0))
                .startsWith("1|[[[[")
                .hasSize(20_002);
    }
}
