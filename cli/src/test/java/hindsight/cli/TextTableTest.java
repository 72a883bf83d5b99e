package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.cli.TextTable.Column;
import hindsight.cli.TextTable.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final TextTable TABLE =
            TextTable.of(Column.text("name"), Column.number("rows"), Column.text("note"));

    @Test
    void alignsTextLeftAndNumbersRight() {
        assertThat(printed(Integer.MAX_VALUE, false, Row.of("a", "12", "x"), Row.of("long name", "3456", "")))
                .isEqualTo("""
                        name       rows  note
                        a            12  x
                        long name  3456
                        """);
    }

    @Test
    void cutsLinesAtTheTerminalsWidth() {
        assertThat(printed(12, false, Row.of("a", "12", "a long note"))).isEqualTo("name  rows …\na       12 …\n");
    }

    @Test
    void coloursOnlyWhereAsked() {
        assertThat(printed(80, true, new Row(Tone.BAD, List.of("a", "1", "x"))))
                .isEqualTo("\u001b[1mname  rows  note\u001b[0m\n\u001b[31ma        1  x\u001b[0m\n");
    }

    @Test
    void cellsStayOnTheirLine() {
        assertThat(printed(80, false, Row.of("a\nb", "1", "\u001b[2J"))).contains("a\\nb     1  \\x1b[2J");
    }

    @Test
    void wideAndCombiningCharactersTakeTheirColumns() {
        assertThat(printed(80, false, Row.of("日本", "1", "x"), Row.of("e\u0301", "2", "y")))
                .isEqualTo("name  rows  note\n日本     1  x\ne\u0301        2  y\n");
    }

    @Test
    void rowsBeyondTheMeasuredOnesAreStreamed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TextTable.of(Column.number("n"))
                .print(
                        IntStream.range(0, 5000)
                                .mapToObj(number -> Row.of("" + number))
                                .iterator(),
                        new Output(new PrintStream(bytes, false, StandardCharsets.UTF_8), false, 80));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(5001).endsWith("4999");
    }

    private static String printed(int limit, boolean colours, Row... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TABLE.print(List.of(rows), new Output(new PrintStream(bytes, false, StandardCharsets.UTF_8), colours, limit));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
