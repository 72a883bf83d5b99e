package hindsight.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final SourceText FILE = new SourceText("models/a.sql", "SELECT 1\r\n\tFROM ordrs o\n");

    @Test
    void rendersPlaceLineCaretAndHint() {
        Problem problem = Problem.error("unknown-table", FILE.at(16, 5), "Cannot read 'ordrs'", "Did you mean orders?");

        assertThat(problem.render()).isEqualTo("""
                        models/a.sql:2:7: Cannot read 'ordrs'
                           FROM ordrs o
                                ^^^^^
                          Did you mean orders?""");
    }

    @Test
    void textsOfOthersCannotPassForLinesOfOurs() {
        SourceText file = new SourceText("a\n.sql", "SELECT \u001b[2J\u202ex");
        assertThat(Problem.error("x", file.at(12, 1), "Cannot read 'a\nRecorded #9.\r\t\u0085\u2028'", "Use\nFree")
                        .render())
                .isEqualTo("""
                        a\\n.sql:1:13: Cannot read 'a\\nRecorded #9.\\r\\t\\x85\\u2028'
                          SELECT  [2J x
                                      ^
                          Use
                          Free""");
    }

    @Test
    void rendersWhatItHas() {
        assertThat(Problem.error("x", "Cannot do it", "").render()).isEqualTo("Cannot do it");
        assertThat(Problem.error("x", "Cannot do it", "Try again").render()).isEqualTo("Cannot do it\n  Try again");
        assertThat(Problem.error("x", Location.ofFile("a.csv"), "Cannot do it", "")
                        .render())
                .isEqualTo("a.csv: Cannot do it");
        assertThat(Problem.error("x", new Location("a.csv", 7, 0, 0, ""), "Cannot do it", "")
                        .render())
                .isEqualTo("a.csv:7: Cannot do it");
        assertThat(Problem.error("x", FILE.at(1000, 1), "Cannot end", "").render())
                .isEqualTo("models/a.sql:3:1: Cannot end");
    }

    @Test
    void showsTheSurroundingsOfACaretInALongLine() {
        SourceText file = new SourceText("a.sql", "x".repeat(5000) + "(y" + "z".repeat(5000));

        String[] lines =
                Problem.error("x", file.at(5000, 1), "Cannot read", "").render().split("\n");

        assertThat(lines[0]).isEqualTo("a.sql:1:5001: Cannot read");
        assertThat(lines[1]).hasSizeLessThan(200).startsWith("  …xxx").endsWith("zzz…");
        assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('(');
    }

    @Test
    void cutsCaretsAtTheEndOfTheLine() {
        assertThat(FILE.at(7, 10_000).length()).isEqualTo(1);
        assertThat(FILE.at(11, 4)).isEqualTo(new Location("models/a.sql", 2, 2, 4, "\tFROM ordrs o"));
        assertThat(FILE.at(-5, 3)).isEqualTo(new Location("models/a.sql", 1, 1, 3, "SELECT 1"));
        assertThat(new SourceText("a", "").at(0, 1)).isEqualTo(new Location("a", 1, 1, 1, ""));
    }

    @Test
    void collectedProblemsAreThrownTogetherWhereOneIsAnError() {
        Problems problems = new Problems();
        problems.add(Problem.warning("w", "Mind this", ""));
        problems.throwIfErrors();
        problems.add(Problem.error("e", "Cannot do it", ""));

        assertThatThrownBy(problems::throwIfErrors)
                .isInstanceOf(InvalidException.class)
                .hasMessage("Mind this\nCannot do it");
    }
}
