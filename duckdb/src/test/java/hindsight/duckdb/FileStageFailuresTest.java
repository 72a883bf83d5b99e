package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of every file that cannot be read. */
class FileStageFailuresTest {
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
    void missingFile() {
        staging.write("orders.csv", "id\n1\n");
        assertThat(staging.failure("order.csv")).isEqualTo("""
                        order.csv: Cannot read the file: there is none
                          Did you mean orders.csv?""");
        assertThat(staging.failure("nowhere/order.csv"))
                .isEqualTo("nowhere/order.csv: Cannot read the file: there is no folder " + folder
                        + "/nowhere\n  Paths are relative to where you are.");
    }

    @Test
    void everyMissingFileIsNamed() {
        assertThat(staging.failure("a.csv", "b.csv"))
                .contains("a.csv: Cannot read")
                .contains("b.csv: Cannot read");
    }

    @Test
    void folderInsteadOfAFile() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        assertThat(staging.failure("data")).isEqualTo("""
                        data: Cannot read the file: it is a folder
                          Name the files in it, such as data/*.csv.""");
    }

    @Test
    void unreadableFile() {
        Path file = staging.write("data.csv", "id\n1\n");
        assertThat(file.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(file)).isFalse();
        assertThat(staging.failure("data.csv")).isEqualTo("""
                        data.csv: Cannot read the file: its rights do not allow it
                          Check its rights.""");
    }

    @Test
    void emptyFile() {
        String expected = """
                data.csv: Cannot read the file: it is empty
                  A file without rows still has a header.""";
        assertThat(staging.failureOfText("")).isEqualTo(expected);
        staging.pack("data.csv.gz", "");
        assertThat(staging.failure("data.csv.gz")).isEqualTo(expected.replace(".csv:", ".csv.gz:"));
        assertThat(staging.failureOfText("\n\n")).isEqualTo("""
                        data.csv: Cannot read the file: there are only blank lines in it
                          A file without rows still has a header.""");
    }

    @Test
    void binaryFile() {
        staging.write("data.csv", new byte[] {'i', 'd', '\n', 1, 0, 2});
        assertThat(staging.failure("data.csv")).isEqualTo("""
                        data.csv: Cannot read the file as CSV: byte 5 is 0, so it is not text
                          Hindsight reads CSV, JSON and Parquet, and gzipped CSV and JSON.""");
        staging.write("book.xlsx", new byte[] {'P', 'K', 3, 4, 20, 0});
        assertThat(staging.failure("book.xlsx")).isEqualTo("""
                        book.xlsx: Cannot read the file: it is a ZIP archive or an Excel workbook
                          Save it as CSV, JSON or Parquet.""");
    }

    @Test
    void tooManyFields() {
        assertThat(staging.failureOfText("id,note\n1,a\n2,b,c\n")).isEqualTo("""
                        data.csv:3:5: Cannot read the row: it has 3 fields, but there are 2 columns
                          2,b,c
                              ^
                          A value with ',' in it must stand in quotes.""");
    }

    @Test
    void tooFewFields() {
        assertThat(staging.failureOfText("id,note,amt\n1,\"two\nlines\",3\n2,b\n"))
                .isEqualTo("""
                        data.csv:4:3: Cannot read the row: it has 2 fields, but there are 3 columns
                          2,b
                            ^
                          Write an empty field where a value is missing: ',' ends each.""");
    }

    @Test
    void quoteThatIsNotClosed() {
        assertThat(staging.failureOfText("id,note\n1,\"a\n2,b\n")).isEqualTo("""
                        data.csv:2:3: Cannot read the row: the file ends before the quote that opens here is closed
                          Double the quotes inside of a value, or say csv: {quote: ''} when values are not quoted.""");
    }

    @Test
    void textAfterAQuote() {
        assertThat(staging.failureOfText("id,note\n1,\"a\"b\n")).isEqualTo("""
                        data.csv:2: Cannot read the row: text follows a closing quote
                          Double the quotes inside of a value, or say csv: {quote: ''} when values are not quoted.""");
    }

    @Test
    void badUtf8() {
        staging.write("data.csv", "id,note\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(staging.failure("data.csv")).isEqualTo("""
                        data.csv:2:6: Cannot read the text as UTF-8: bytes E9 are none
                          Say how it is encoded in hindsight.yml: csv: {encoding: latin-1}.""");
    }

    @Test
    void utf16WithoutSayingSo() {
        staging.write("data.csv", "\ufeffid,note\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(staging.failure("data.csv")).isEqualTo("""
                        data.csv: Cannot read the file as UTF-8: it is UTF-16
                          Say so in hindsight.yml: csv: {encoding: utf-16}.""");
    }

    @Test
    void unknownEncoding() {
        staging.csv("encoding", "latin-99");
        assertThat(staging.failureOfText("id\n1\n")).isEqualTo("""
                        Cannot read text in the encoding 'latin-99': there is none of that name
                          Usual ones are utf-8, latin-1, windows-1252 and utf-16.""");
    }

    @Test
    void valueOfAWrongDeclaredType() {
        staging.declare("amt DECIMAL(12,2)");
        assertThat(staging.failureOfText("id,amt\n1,2.50\n2,abc\n")).isEqualTo("""
                        data.csv:3:3: Cannot read column amt as DECIMAL(12,2): 'abc' is not a number
                          2,abc
                            ^^^
                          Mend the value, or declare another type under columns.""");
        assertThat(staging.failureOfText("id,amt\n1,2.505\n"))
                .startsWith("data.csv:2:3: Cannot read column amt as DECIMAL(12,2): '2.505' has more digits\n");
    }

    @Test
    void valueOfAWrongRememberedType() {
        staging.remember("id BIGINT", "on DATE", "ok BOOLEAN", "f DOUBLE");
        String hint = "\n  The column has this type since the first load."
                + " Mend the value and load again; nothing was loaded.";
        assertThat(staging.failureOfText("id,on\n1,2024-01-02\nx,2024-01-02\n"))
                .isEqualTo("data.csv:3:1: Cannot read column id as BIGINT: 'x' is not a number\n  x,2024-01-02\n  ^"
                        + hint);
        assertThat(staging.failureOfText("id\n007\n"))
                .startsWith("data.csv:2:1: Cannot read column id as BIGINT: '007' would lose its leading zeros");
        assertThat(staging.failureOfText("id,on\n1,2024-02-30\n"))
                .startsWith("data.csv:2:3: Cannot read column on as DATE: '2024-02-30' is not a date");
        assertThat(staging.failureOfText("id,ok\n1,maybe\n"))
                .startsWith("data.csv:2:3: Cannot read column ok as BOOLEAN: 'maybe' is not true or false");
        assertThat(staging.failureOfText("id,f\n1,1.5.\n"))
                .startsWith("data.csv:2:3: Cannot read column f as DOUBLE: '1.5.' is not a number");
    }

    @Test
    void momentsThatNanosecondsDoNotReach() {
        staging.remember("at TIMESTAMP_NS");
        assertThat(staging.failureOfText("at\n2024-01-02 10:30\n1600-01-01\n"))
                .startsWith(
                        "data.csv:3:1: Cannot read column at as TIMESTAMP_NS: '1600-01-01' is not a date with a time"
                                + " from 1677 to 2262");
        staging.remember("at TIMESTAMP");
        assertThat(staging.failureOfText("at\n2024-01-02 10:30:00.123456789\n"))
                .startsWith("data.csv:2:1: Cannot read column at as TIMESTAMP: '2024-01-02 10:30:00.123456789' is finer"
                        + " than that");
    }

    @Test
    void momentsOfParquetFilesThatNanosecondsDoNotReach() {
        staging.make("a.parquet", "COPY (SELECT DATE '1600-01-01' AS at) TO '%s'");
        staging.make("b.parquet", "COPY (SELECT TIMESTAMP_NS '2024-01-02 10:30:00.123456789' AS at) TO '%s'");
        assertThat(staging.failure("a.parquet", "b.parquet")).isEqualTo("""
                        b.parquet: Cannot read column at of several files: it is TIMESTAMP_NS here and DATE in a.parquet
                          Declare the type to read both as: columns: {at: TYPE}.""");
        staging.declare("at TIMESTAMP_NS");
        assertThat(staging.failure("a.parquet", "b.parquet"))
                .startsWith("a.parquet: Cannot read column at as TIMESTAMP_NS: '1600-01-01' in row 1 is not a date with"
                        + " a time from 1677 to 2262");
    }

    @Test
    void datesOfParquetFilesThatMomentsDoNotReach() {
        staging.make("a.parquet", "COPY (SELECT DATE '300000-01-01' AS at) TO '%s'");
        staging.declare("at TIMESTAMP");
        assertThat(staging.failure("a.parquet"))
                .startsWith("a.parquet: Cannot read column at as TIMESTAMP: '300000-01-01' in row 1 is not a date with"
                        + " a time");
    }

    @Test
    void wrongTypeLateInALargeFile() {
        staging.make("large.csv", """
                COPY (SELECT i AS id, CASE WHEN i = 1199999 THEN 'n/a' ELSE (i * 0.25)::DECIMAL(12,2)::VARCHAR END AS amt,
                  CASE WHEN i %% 1000 = 0 THEN 'two' || chr(10) || 'lines' ELSE 'one' END AS note
                  FROM range(1200000) t(i)) TO '%s' (HEADER)""");
        staging.remember("id BIGINT", "amt DECIMAL(18,2)", "note VARCHAR");
        assertThat(staging.failure("large.csv")).startsWith("""
                        large.csv:1201201:9: Cannot read column amt as DECIMAL(18,2): 'n/a' is not a number
                          1199999,n/a,one
                                  ^^^""");
    }

    @Test
    void duplicateHeaders() {
        assertThat(staging.failureOfText("id,Amt,amt\n1,2,3\n")).isEqualTo("""
                        data.csv:1:8: Cannot tell columns apart: another one is named amt too
                          id,Amt,amt
                                 ^^^
                          Names are compared without regard to case; rename one in the file.""");
    }

    @Test
    void headerWithoutAName() {
        assertThat(staging.failureOfText("id,,amt\n1,2,3\n")).isEqualTo("""
                        data.csv:1:4: Cannot name column 2: its header is empty
                          id,,amt
                             ^
                          Name it in the file, or say csv: {header: false} and declare columns.""");
    }

    @Test
    void noHeader() {
        assertThat(staging.failureOfText("1,2024-01-02,a\n2,2024-01-03,b\n")).isEqualTo("""
                        data.csv:1: Cannot take the first line for names: 1, 2024-01-02 looks like data
                          Say csv: {header: false} and declare columns; or csv: {header: true} if they are names.""");
        staging.csv("header", "false");
        assertThat(staging.failureOfText("1,2024-01-02,a\n")).isEqualTo("""
                        data.csv: Cannot name the columns of the file: it has 3 and no header, and no columns are declared
                          Declare all of them in the order of the file: columns: {name: TYPE, …}.""");
    }

    @Test
    void unknownType() {
        staging.declare("amt DECIMALL(12,2)", "b INT); DROP TABLE x; --");
        assertThat(staging.failureOfText("id,amt\n1,2\n")).isEqualTo("""
                        Cannot read column amt as DECIMALL(12,2): there is no such type
                          Usual ones are BIGINT, DOUBLE, DECIMAL(12,2), VARCHAR, BOOLEAN, DATE and TIMESTAMP.
                        Cannot read column b as INT); DROP TABLE x; --: there is no such type
                          Usual ones are BIGINT, DOUBLE, DECIMAL(12,2), VARCHAR, BOOLEAN, DATE and TIMESTAMP.""");
    }

    @Test
    void corruptGzip() throws IOException {
        StringBuilder text = new StringBuilder("id,note\n");
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(",n").append(i * 31 % 977).append('\n');
        }
        Path file = staging.pack("data.csv.gz", text.toString());
        byte[] whole = Files.readAllBytes(file);
        String expected = """
                data.csv.gz: Cannot unpack the file: it is damaged or cut off
                  Fetch or write it again; gzip -t FILE checks it.""";
        staging.write("data.csv.gz", Arrays.copyOf(whole, whole.length / 2));
        assertThat(staging.failure("data.csv.gz")).isEqualTo(expected);
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 200, (byte) 7);
        staging.write("data.csv.gz", whole);
        assertThat(staging.failure("data.csv.gz")).isEqualTo(expected);
        staging.write("data.csv.gz", new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
        assertThat(staging.failure("data.csv.gz")).isEqualTo("""
                        data.csv.gz: Cannot unpack the file: it is not a whole gzip file
                          Fetch or write it again; gzip -t FILE checks it.""");
    }

    @Test
    void corruptParquet() throws IOException {
        staging.write("data.parquet", "not parquet");
        assertThat(staging.failure("data.parquet")).isEqualTo("""
                        data.parquet: Cannot read the file as Parquet: it does not begin as Parquet does
                          Is it another format? Then give it the extension of that: .csv, .json.""");
        Path file = staging.make("data.parquet", "COPY (SELECT i, i::VARCHAR AS t FROM range(5000) r(i)) TO '%s'");
        byte[] whole = Files.readAllBytes(file);
        staging.write("data.parquet", Arrays.copyOf(whole, whole.length - 10));
        assertThat(staging.failure("data.parquet"))
                .startsWith("data.parquet: Cannot read the file as Parquet: ")
                .endsWith("\n  Nothing was loaded; fetch or write it again.")
                .doesNotContain("read_parquet");
        Arrays.fill(whole, 50, 400, (byte) 9);
        staging.write("data.parquet", whole);
        assertThat(staging.failure("data.parquet")).startsWith("data.parquet: Cannot read the file as Parquet: ");
    }

    @Test
    void brokenJson() {
        staging.write("data.json", "[{\"id\": 1},\n {\"id\": 2}\n");
        assertThat(staging.failure("data.json"))
                .startsWith("data.json:3:1: Cannot read the file as JSON: unexpected end-of-input")
                .endsWith("\n  Nothing was loaded; mend the file and load it again.");
        staging.write("data.ndjson", "{\"id\": 1}\n{\"id\": nope}\n");
        assertThat(staging.failure("data.ndjson"))
                .startsWith("data.ndjson:2:8: Cannot read the file as JSON: unrecognized token 'nope'");
        staging.write("data.json", "[{\"id\": 1}, 5]");
        assertThat(staging.failure("data.json")).isEqualTo("""
                        data.json:1:13: Cannot take 5 for a row: it is no object
                          Rows are objects: {"column": value, …}, one on each line or in an array.""");
        staging.write("data.json", "{\"id\": 1, \"id\": 2}");
        assertThat(staging.failure("data.json"))
                .startsWith("data.json:1:15: Cannot read the file as JSON: duplicate field 'id'");
        staging.write("data.json", "{\"id\": 1, \"ID\": 2}");
        assertThat(staging.failure("data.json"))
                .startsWith("data.json: Cannot tell columns apart: another one is named ID too");
    }

    @Test
    void wrongTypeInJson() {
        staging.remember("id BIGINT");
        staging.write("data.json", "[\n {\"id\": 1},\n {\"id\": \"x\"}]\n");
        assertThat(staging.failure("data.json"))
                .startsWith("data.json:3:2: Cannot read column id as BIGINT: 'x' is not a number");
        staging.write("data.ndjson", "{\"id\": 1}\n{\"id\": true}\n");
        assertThat(staging.failure("data.ndjson"))
                .startsWith("data.ndjson:2:1: Cannot read column id as BIGINT: 'true' is not a number");
    }

    @Test
    void wrongTypeInParquet() {
        staging.remember("id DATE");
        staging.make("data.parquet", "COPY (SELECT '2024-01-0' || i AS id FROM range(1, 11) t(i)) TO '%s'");
        assertThat(staging.failure("data.parquet"))
                .startsWith("data.parquet: Cannot read column id as DATE: '2024-01-010' in row 10 is not a date");
    }

    @Test
    void filesOfSeveralFormats() {
        staging.write("a.csv", "id\n1\n");
        staging.write("b.json", "{\"id\":1}");
        assertThat(staging.failure("a.csv", "b.json")).isEqualTo("""
                        b.json: Cannot read the file together with a.csv: it is JSON, the other is CSV
                          Load files of one format at a time.""");
    }

    @Test
    void parquetFilesWhoseTypesDoNotGoTogether() {
        staging.make("a.parquet", "COPY (SELECT 1 AS id) TO '%s'");
        staging.make("b.parquet", "COPY (SELECT 'x' AS id) TO '%s'");
        assertThat(staging.failure("a.parquet", "b.parquet")).isEqualTo("""
                        b.parquet: Cannot read column id of several files: it is VARCHAR here and INTEGER in a.parquet
                          Declare the type to read both as: columns: {id: TYPE}.""");
    }
}
