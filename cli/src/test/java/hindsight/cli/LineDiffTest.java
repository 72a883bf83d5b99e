package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void linesThatBothHaveStandOnce() {
        assertThat(LineDiff.of("SELECT a,\n  b\nFROM t\n", "SELECT a,\n  2 * b AS b\nFROM t"))
                .containsExactly("  SELECT a,", "-   b", "+   2 * b AS b", "  FROM t");
    }

    @Test
    void linesAtTheEndsAreTold() {
        assertThat(LineDiff.of("a\nb", "b\nc")).containsExactly("- a", "  b", "+ c");
        assertThat(LineDiff.of("", "a")).containsExactly("+ a");
        assertThat(LineDiff.of("a", "")).containsExactly("- a");
    }

    @Test
    void asManyLinesAsCanBeAreShared() {
        assertThat(LineDiff.of("a\nb\nc\na\nb", "c\na\nb\na"))
                .filteredOn(line -> line.startsWith(" "))
                .hasSize(3);
    }

    @Test
    void bothTextsFollowFromIt() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            String before = text(random);
            String after = text(random);
            List<String> lines = LineDiff.of(before, after);
            assertThat(without("+ ", lines)).isEqualTo(before);
            assertThat(without("- ", lines)).isEqualTo(after);
        }
    }

    private static String text(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(line -> Integer.toString(random.nextInt(4)))
                .collect(Collectors.joining("\n"));
    }

    private static String without(String mark, List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith(mark))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
    }
}
