package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.StagedFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types values get that are not declared, and that none of them loses anything. */
class FileStageTypesTest {
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "BIGINT= 1 2 -3 0",
                "BIGINT= 9223372036854775807 -9223372036854775808",
                "HUGEINT= 9223372036854775808 1",
                "VARCHAR= 170141183460469231731687303715884105728",
                "VARCHAR= 007 1",
                "VARCHAR= 01234 90210",
                "VARCHAR= +5 3",
                "VARCHAR= 1_000 5",
                "VARCHAR= 0x1F 3",
                "DECIMAL(18,2)= 12.50 3 -0.5",
                "DECIMAL(18,8)= 31.95376472 -89.23450472",
                "DECIMAL(38,2)= 123456789012345678.25 1.5",
                "DOUBLE= 0.12345678901 1.5",
                "DOUBLE= 1e3 2.5",
                "VARCHAR= 00.5 1.5",
                "VARCHAR= 1.2.3 1.5",
                "VARCHAR= nan 1.5",
                "BOOLEAN= true FALSE True",
                "VARCHAR= true yes",
                "VARCHAR= t f",
                "BIGINT= 0 1",
                "DATE= 2024-01-02 1999-12-31",
                "VARCHAR= 2024-13-01 2024-01-02",
                "VARCHAR= 2024-1-2 2024-01-02",
                "VARCHAR= 01.02.2024 03.02.2024",
                "TIMESTAMP= 2024-01-02T10:00 2024-01-02",
                "TIMESTAMP= \"2024-01-02T10:00:00.123456\"",
                "TIMESTAMP_NS= \"2024-01-02T10:00:00.123456789\"",
                "VARCHAR= 2024-01-02T10:00:00.123456789 1600-01-01",
                "VARCHAR= 2300-01-01T10:00 2024-01-02T10:00:00.123456789",
                "TIMESTAMP WITH TIME ZONE= 2024-01-02T10:00:00Z 2024-01-02T10:00:00+02",
                "VARCHAR= 2024-01-02T10:00:00Z 2024-01-02T10:00:00",
                "VARCHAR= 10:00:00 11:00:00",
                "VARCHAR= infinity epoch",
            })
    void guessesTheNarrowestTypeThatLosesNothing(String type, String values) {
        StringBuilder text = new StringBuilder("k,v\n");
        for (String value : values.replace("\"", "").split(" ")) {
            text.append("x,").append(value).append('\n');
        }
        assertThat(Staging.schema(staging.readText(text.toString()))).isEqualTo("k VARCHAR, v " + type);
    }

    @Test
    void readsMoneyExactly() {
        StagedFiles staged = staging.readText("id,amt\n1,12.50\n2,0.1\n3,\n");
        assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, amt DECIMAL(18,2)");
        assertThat(staging.rows(staged)).containsExactly("1|12.50", "2|0.10", "3|null");
    }

    @Test
    void aNumberMayHaveBlanksAroundIt() {
        StagedFiles staged = staging.readText("id, amt\n 1 , 2.5\n2,  3\n");
        assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, amt DECIMAL(18,1)");
        assertThat(staging.rows(staged)).containsExactly("1|2.5", "2|3.0");
    }

    @Test
    void aColumnWithoutValuesIsTextAndSaidToBeAGuess() {
        StagedFiles staged = staging.readText("id,note\n1,\n2,\"\"\n");
        assertThat(Staging.schema(staged)).isEqualTo("id BIGINT, note VARCHAR");
        assertThat(staged.guessed()).containsExactly("note");
        assertThat(staging.rows(staged)).containsExactly("1|null", "2|null");
    }

    @Test
    void looksAtTheWholeFileBeforeItGuesses() {
        staging.make(
                "late.csv",
                "COPY (SELECT i AS id, CASE WHEN i = 49999 THEN 'x' ELSE i::VARCHAR END AS code FROM range(50000) t(i)) TO '%s' (HEADER)");
        assertThat(Staging.schema(staging.read("late.csv"))).isEqualTo("id BIGINT, code VARCHAR");
    }

    @Test
    void readsDeclaredTypesUnderTheirCanonicalNames() {
        staging.declare("amt numeric(12, 2)", "ID int", "d text");
        StagedFiles staged = staging.readText("id,amt,d\n007,+1.5,2024-01-02\n");
        assertThat(Staging.schema(staged)).isEqualTo("id INTEGER, amt DECIMAL(12,2), d VARCHAR");
        assertThat(staging.rows(staged)).containsExactly("7|1.50|2024-01-02");
    }

    @Test
    void aDeclaredColumnThatNoFileHasIsNull() {
        staging.declare("id INTEGER", "extra DATE").remember("old BIGINT");
        StagedFiles staged = staging.readText("id\n1\n");
        assertThat(Staging.schema(staged)).isEqualTo("id INTEGER, extra DATE, old BIGINT");
        assertThat(staging.rows(staged)).containsExactly("1|null|null");
        assertThat(staged.parts().get(0).columns()).containsExactly("id");
    }

    @Test
    void keepsRememberedTypesWhereValuesFit() {
        staging.remember("id VARCHAR", "amt DECIMAL(18,4)", "at TIMESTAMP", "f DOUBLE", "b BOOLEAN");
        StagedFiles staged = staging.readText("id,amt,at,f,b\n007,1,2024-01-02,5,1\n");
        assertThat(Staging.schema(staged))
                .isEqualTo("id VARCHAR, amt DECIMAL(18,4), at TIMESTAMP, f DOUBLE, b BOOLEAN");
        assertThat(staging.rows(staged)).containsExactly("007|1.0000|2024-01-02 00:00:00.0|5.0|true");
    }

    @Test
    void widensRememberedTypesWhereValuesDoNotFit() {
        staging.remember("id INTEGER", "amt DECIMAL(18,2)", "d DATE", "n BIGINT", "same BIGINT");
        StagedFiles staged =
                staging.readText("id,amt,d,n,same\n3000000000,1.125,2024-01-02 10:30,1.5,1\n1,2.5,2024-01-03,2,2\n");
        assertThat(Staging.schema(staged))
                .isEqualTo("id BIGINT, amt DECIMAL(19,3), d TIMESTAMP, n DECIMAL(20,1), same BIGINT");
        assertThat(staging.rows(staged))
                .containsExactly("3000000000|1.125|2024-01-02 10:30:00.0|1.5|1", "1|2.500|2024-01-03 00:00:00.0|2.0|2");
    }

    @Test
    void readsDatesInTheFormThatIsStated() {
        staging.csv("date_format", "%d.%m.%Y");
        StagedFiles staged = staging.readText("d,t\n01.02.2024,x\n31.12.1999,01.01.2000\n");
        assertThat(Staging.schema(staged)).isEqualTo("d DATE, t VARCHAR");
        assertThat(staging.rows(staged)).containsExactly("2024-02-01|x", "1999-12-31|01.01.2000");
        staging.remember("d DATE", "t VARCHAR");
        assertThat(staging.failureOfText("d,t\n2024-01-02,x\n"))
                .startsWith("data.csv:2:1: Cannot read column d as DATE: '2024-01-02' is not a date");
    }

    @Test
    void readsMomentsInTheFormThatIsStated() {
        staging.csv("timestamp_format", "%d.%m.%Y %H:%M");
        StagedFiles staged = staging.readText("t\n01.02.2024 10:30\n");
        assertThat(Staging.schema(staged)).isEqualTo("t TIMESTAMP");
        assertThat(staging.rows(staged)).containsExactly("2024-02-01 10:30:00.0");
    }

    @Test
    void withATextForNullAnEmptyFieldIsAnEmptyText() {
        staging.csv("null", "NA");
        StagedFiles staged = staging.readText("a,n\nNA,NA\n,\nx,5\n");
        assertThat(Staging.schema(staged)).isEqualTo("a VARCHAR, n BIGINT");
        assertThat(staging.rows(staged)).containsExactly("null|null", "|null", "x|5");
    }

    @Test
    void jsonKeepsTheKindOfItsValues() {
        staging.write("data.json", """
                [{"id": 1, "zip": "01234", "amt": 12.50, "big": 12345678901234567890, "on": "2024-01-02", "ok": true,
                  "tags": ["a", "b"], "mixed": 1, "none": null},
                 {"id": 2, "amt": 3, "on": "2024-01-03", "at": "2024-01-02T10:00:00", "ok": false, "mixed": "x",
                  "nested": {"x": 1.10}}]
                """);
        StagedFiles staged = staging.read("data.json");
        assertThat(Staging.schema(staged))
                .isEqualTo("id BIGINT, zip VARCHAR, amt DECIMAL(18,1), big HUGEINT, on DATE, ok BOOLEAN, tags JSON,"
                        + " mixed JSON, none VARCHAR, at TIMESTAMP, nested JSON");
        assertThat(staging.rows(staged))
                .containsExactly(
                        "1|01234|12.5|12345678901234567890|2024-01-02|true|[\"a\",\"b\"]|1|null|null|null",
                        "2|null|3.0|null|2024-01-03|false|null|\"x\"|null|2024-01-02 10:00:00.0|{\"x\":1.1}");
        assertThat(staged.guessed()).containsExactly("none");
    }

    @Test
    void jsonIsReadAsDeclared() {
        staging.declare("id VARCHAR", "tags JSON", "n INTEGER");
        staging.write("data.ndjson", "{\"id\":7,\"tags\":[\"a\"],\"n\":\"3\"}\n{\"tags\":\"b\"}\n");
        StagedFiles staged = staging.read("data.ndjson");
        assertThat(Staging.schema(staged)).isEqualTo("id VARCHAR, tags JSON, n INTEGER");
        assertThat(staging.rows(staged)).containsExactly("7|[\"a\"]|3", "null|\"b\"|null");
    }

    @Test
    void jsonIsNotTakenApart() {
        staging.declare("nested STRUCT(x DOUBLE)");
        staging.write("data.json", "{\"nested\":{\"x\":1.5}}");
        assertThat(staging.failure("data.json")).isEqualTo("""
                        data.json: Cannot read column nested as STRUCT(x DOUBLE): only Parquet has nested columns
                          Load it as JSON and take it apart in a model: nested->>'key'.""");
    }

    @Test
    void parquetStatesItsTypes() {
        staging.make(
                "data.parquet",
                "COPY (SELECT 1::SMALLINT AS a, 1.5::DECIMAL(12,2) AS b, 'x' AS c, DATE '2024-01-02' AS d, [1] AS l) TO '%s'");
        assertThat(Staging.schema(staging.read("data.parquet")))
                .isEqualTo("a SMALLINT, b DECIMAL(12,2), c VARCHAR, d DATE, l INTEGER[]");
        staging.remember("a INTEGER", "b DECIMAL(12,1)", "c VARCHAR");
        assertThat(Staging.schema(staging.read("data.parquet")))
                .isEqualTo("a INTEGER, b DECIMAL(12,1), c VARCHAR, d DATE, l INTEGER[]");
    }

    @Test
    void parquetWidensWhatIsRemembered() {
        staging.make("data.parquet", "COPY (SELECT 3000000000 AS a, 1.25::DECIMAL(12,2) AS b) TO '%s'");
        staging.remember("a INTEGER", "b DECIMAL(12,1)");
        StagedFiles staged = staging.read("data.parquet");
        assertThat(Staging.schema(staged)).isEqualTo("a BIGINT, b DECIMAL(13,2)");
        assertThat(staging.rows(staged)).containsExactly("3000000000|1.25");
    }
}
