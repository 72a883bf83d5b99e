package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.RowCheck;
import hindsight.engine.RowFault;
import hindsight.engine.StagedFiles;
import hindsight.history.StagedTable;
import hindsight.problem.Location;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckFileStageTest {
    @TempDir
    Path folder;

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
    void findsTheDelimiter() {
        assertThat(rowsOf("id;amt\n1;2,5\n2;3,5\n")).containsExactly("1|2,5", "2|3,5");
        assertThat(rowsOf("id\tnote\n1\ta, b\n")).containsExactly("1|a, b");
        assertThat(rowsOf("id|note\n1|a;b\n")).containsExactly("1|a;b");
        assertThat(rowsOf("note\na b\nc\n")).containsExactly("a b", "c");
        staging.write("data.tsv", "id\tnote\n1\tx\n");
        assertThat(staging.rows(staging.read("data.tsv"))).containsExactly("1|x");
    }

    @Test
    void readsTheDialectThatIsStated() {
        assertThat(staging.rows(staging.csv("delimiter", "||").readText("id||note\n1||a|b\n")))
                .containsExactly("1|a|b");
        assertThat(staging.rows(staging.csv("quote", "'").readText("id,note\n1,'a,b'\n")))
                .containsExactly("1|a,b");
        assertThat(staging.rows(staging.csv("quote", "").readText("id,note\n1,\"a\"b\n")))
                .containsExactly("1|\"a\"b");
        assertThat(staging.rows(staging.csv("escape", "\\").readText("id,note\n1,\"a\\\"b\"\n")))
                .containsExactly("1|a\"b");
    }

    @Test
    void readsQuotedValues() {
        assertThat(rowsOf("id,note\n1,\"a \"\"b\"\", c\"\n2,\"two\nlines\"\n3,in\"side\n# 4,no comment\n"))
                .containsExactly("1|a \"b\", c", "2|two\nlines", "3|in\"side", "# 4|no comment");
        assertThat(rowsOf("id,note\n1,\"a \\\"b\\\" c\"\n")).containsExactly("1|a \"b\" c");
    }

    @Test
    void readsEveryKindOfLineBreak() {
        assertThat(rowsOf("id,note\r\n1,a\r\n\r\n2,b\r\n")).containsExactly("1|a", "2|b");
        assertThat(rowsOf("id,note\r1,a\r2,b\r")).containsExactly("1|a", "2|b");
        assertThat(rowsOf("id,note\n1,a\r\n2,\"b\r\nc\"\n3,\"d \"\"e\"\"\"\r\n"))
                .containsExactly("1|a", "2|b\r\nc", "3|d \"e\"");
        assertThat(rowsOf("\n\nid,note\n\n1,a\n")).containsExactly("1|a");
        assertThat(rowsOf("\ufeffid,note,\n1,a,\n")).containsExactly("1|a");
    }

    @Test
    void readsOtherEncodings() {
        for (String encoding : List.of("latin-1", "windows-1252", "utf-16", "utf-16le")) {
            Charset charset = encoding.equals("latin-1") ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
            staging.write("data.csv", "id,näme\n1,Zoë\n".getBytes(charset));
            StagedFiles staged = staging.csv("encoding", encoding).read("data.csv");
            assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, näme VARCHAR");
            assertThat(staging.rows(staged)).containsExactly("1|Zoë");
        }
    }

    @Test
    void readsGzip() {
        staging.pack("data.csv.gz", "id,note\n1,a\n");
        assertThat(staging.rows(staging.read("data.csv.gz"))).containsExactly("1|a");
        staging.pack("without-ending", "id,note\n2,a\n");
        assertThat(staging.rows(staging.read("without-ending"))).containsExactly("2|a");
        staging.pack("data.json.gz", "[{\"id\":1}]");
        assertThat(staging.rows(staging.read("data.json.gz"))).containsExactly("1");
    }

    @Test
    void knowsFormatsByTheirContent() {
        staging.write("lines", "{\"id\":1}\n{\"id\":2}\n");
        assertThat(staging.rows(staging.read("lines"))).containsExactly("1", "2");
        staging.write("array", "[ {\"id\":1} ]");
        assertThat(staging.rows(staging.read("array"))).containsExactly("1");
        staging.make("table", "COPY (SELECT 5 AS id) TO '%s' (FORMAT parquet)");
        assertThat(staging.rows(staging.read("table"))).containsExactly("5");
    }

    @Test
    void unitesFilesByName() {
        staging.write("a.csv", "id,note\n1,a\n2,b\n");
        staging.write("b.csv", "NOTE,id\nc,3\n");
        staging.write("c.csv", "id,note,more\n4,d,x\n");
        staging.pack("d.csv.gz", "id\n5\n");
        StagedFiles staged = staging.read("a.csv", "b.csv", "c.csv", "d.csv.gz");
        assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, note VARCHAR, more VARCHAR");
        assertThat(staging.rows(staged)).containsExactly("1|a|null", "2|b|null", "3|c|null", "4|d|x", "5|null|null");
        assertThat(staged.parts()).extracting(StagedFiles.Part::rows).containsExactly(2L, 1L, 1L, 1L);
        assertThat(staged.parts().get(1).columns()).containsExactly("NOTE", "id");
        assertThat(staged.table().rows()).isEqualTo(5);
    }

    @Test
    void typesOfSeveralFilesHoldAllValues() {
        staging.write("a.csv", "id,v\n1,1\n");
        staging.write("b.csv", "id,v\n2,2.5\n");
        staging.write("c.csv", "v,id\nx,3\n");
        assertThat(Staging.schema(staging.read("a.csv", "b.csv"))).isEqualTo("id BIGINT, v DECIMAL(18,1)");
        assertThat(Staging.schema(staging.read("a.csv", "b.csv", "c.csv"))).isEqualTo("id BIGINT, v VARCHAR");
    }

    @Test
    void unitesJsonAndParquetFilesByName() {
        staging.write("a.json", "[{\"id\":1}]");
        staging.write("b.json", "{\"id\":2,\"file_index\":\"x\"}\n{\"id\":3}");
        assertThat(staging.rows(staging.read("a.json", "b.json"))).containsExactly("1|null", "2|x", "3|null");
        staging.make("a.parquet", "COPY (SELECT 1 AS id) TO '%s'");
        staging.make("b.parquet", "COPY (SELECT 'x' AS file_index, 3000000000 AS id) TO '%s'");
        StagedFiles staged = staging.read("a.parquet", "b.parquet");
        assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, file_index VARCHAR");
        assertThat(staging.rows(staged)).containsExactly("1|null", "3000000000|x");
    }

    @Test
    void takesNoCharacterOfAPathForAPattern() {
        for (String name : List.of("o'b.csv", "a[1]*?.csv", "year=2024/x.csv", "~ {a,b}.csv", "with \"quotes\".csv")) {
            staging.write(name, "id\n1\n");
            assertThat(Staging.schema(staging.read(name))).isEqualTo("id BIGINT");
        }
        staging.write("year=2024/x.json", "{\"id\":1}");
        assertThat(Staging.schema(staging.read("year=2024/x.json"))).isEqualTo("id BIGINT");
    }

    @Test
    void takesNoNameForSql() {
        staging.write("data.csv", "\"a\"\"b\",o'c,file_index,rowid,part,v0,x\n1,2,3,4,5,6,7\n");
        StagedFiles staged = staging.read("data.csv");
        assertThat(staged.table().schema().names())
                .containsExactly("a\"b", "o'c", "file_index", "rowid", "part", "v0", "x");
        assertThat(staging.rows(staged)).containsExactly("1|2|3|4|5|6|7");
        staging.write("data.json", "{\"a\\\"b\":1,\"o'c\":2,\"part\":3}");
        assertThat(staging.rows(staging.read("data.json"))).containsExactly("1|2|3");
    }

    @Test
    void namesColumnsWithoutAHeader() {
        staging.csv("header", "false").declare("id BIGINT", "note VARCHAR");
        assertThat(staging.rows(staging.readText("1,a\n2,b\n"))).containsExactly("1|a", "2|b");
    }

    @Test
    void aFileMayHaveNoRows() {
        StagedFiles staged = staging.readText("id,note\n");
        assertThat(staged.table().rows()).isZero();
        assertThat(staged.guessed()).containsExactlyInAnyOrder("id", "note");
        staging.write("data.json", "[]");
        assertThat(staging.failure("data.json")).isEqualTo("""
                        data.json: Cannot read the file: there are no rows in it, and so no columns
                          Nothing was loaded; a CSV file without rows still has a header.""");
    }

    @Test
    void readsWhatIsStreamed() {
        Path file =
                staging.engine().files().spool(new ByteArrayInputStream("id\n1\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(file).hasContent("id\n1\n");
    }

    @Test
    void findsRowsThatFailAChecks() {
        staging.write("a.csv", "id,note,op\n1,\"x\ny\",I\n2,,D\n1,b,U\n");
        staging.write("b.csv", "id,note,op\n1,c,X\n,d,\n");
        StagedFiles staged = staging.read("a.csv", "b.csv");
        assertThat(faults(staged, new RowCheck.Unique(List.of("id"))))
                .containsExactly("[1] × 3: a.csv:2, a.csv:5, b.csv:2");
        assertThat(faults(staged, new RowCheck.UniqueInFile(List.of("id"))))
                .containsExactly("[1] × 2: a.csv:2, a.csv:5");
        assertThat(faults(staged, new RowCheck.NotNull(List.of("id", "note"))))
                .containsExactly("[2, null] × 1: a.csv:4", "[null, d] × 1: b.csv:3");
        assertThat(faults(staged, new RowCheck.OneOf("op", List.of("I", "U", "D"))))
                .containsExactly("[X] × 1: b.csv:2", "[null] × 1: b.csv:3");
        assertThat(faults(staged, new RowCheck.Unique(List.of("id", "note")))).isEmpty();
    }

    @Test
    void wholeNumbersOfAnyRangeMayRepeat() {
        for (String numbers : List.of(
                "1 2 3 2",
                "-5 1000000000000 7 1000000000000",
                "9223372036854775807 -9223372036854775808 9223372036854775807")) {
            StagedFiles staged = staging.readText("n,note\n" + numbers.replace(" ", ",\n") + ",\n");
            assertThat(faults(staged, new RowCheck.Unique(List.of("n")))).hasSize(1);
        }
        for (String numbers : List.of("-3  4 100000", "-3 -1 -2 0", "9223372036854775807 9223372036854775806", "7")) {
            StagedFiles staged = staging.readText("n,note\n" + numbers.replace(" ", ",\n") + ",\n");
            assertThat(faults(staged, new RowCheck.Unique(List.of("n")))).isEmpty();
        }
    }

    @Test
    void takesTheLatestRowOfEachKey() {
        staging.write("a.csv", "id,n,note\n1,5,a\n2,1,b\n1,7,c\n");
        staging.write("b.csv", "id,n,note\n1,6,d\n2,1,e\n");
        StagedFiles staged = staging.read("a.csv", "b.csv");
        assertThat(latest(staged, Optional.of("n"))).containsExactly("1|7|c", "2|1|e");
        assertThat(latest(staged, Optional.empty())).containsExactly("1|6|d", "2|1|e");
    }

    @Test
    void loadsFourTimesItsMemory() {
        staging.make("large.csv", """
                COPY (SELECT i AS id, md5(i::VARCHAR) AS a, md5((i + 1)::VARCHAR) AS b, i * 0.01 AS amt
                  FROM range(4000000) t(i)) TO '%s' (HEADER)""");
        try (Staging small = new Staging(folder, "100MB")) {
            StagedFiles staged = small.read("large.csv");
            assertThat(staged.table().rows()).isEqualTo(4_000_000);
            assertThat(faults(small, staged, new RowCheck.Unique(List.of("id"))))
                    .isEmpty();
        }
    }

    private List<String> rowsOf(String csv) {
        return staging.rows(staging.readText(csv));
    }

    private List<String> faults(StagedFiles staged, RowCheck check) {
        return faults(staging, staged, check);
    }

    private static List<String> faults(Staging staging, StagedFiles staged, RowCheck check) {
        List<RowFault> faults = staging.engine().files().faults(staged, check, 5);
        return faults.stream()
                .map(fault -> fault.values() + " × " + fault.rows() + ": "
                        + String.join(
                                ", ",
                                fault.places().stream().map(Location::toString).toList()))
                .toList();
    }

    private List<String> latest(StagedFiles staged, Optional<String> order) {
        StagedTable latest = staging.engine().files().latest(staged, List.of("id"), order);
        assertThat(latest.rows()).isEqualTo(2);
        return staging.values("SELECT * FROM " + latest.handle() + " ORDER BY id");
    }
}
