package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SectionReaderTest {
    private final Problems problems = new Problems();

    @Test
    void oneSelectHoldsAlways() {
        assertThat(timeline("SELECT 1 -- the end\n;\n")).isEqualTo("[-∞, ∞) SELECT 1");
    }

    @Test
    void sinceHoldsToTheNextOne() {
        assertThat(timeline("""
                                SELECT 1;
                                -- since: 2025-03-01
                                SELECT 2
                                ;-- since: 2025-04-01
                                SELECT 3""")).isEqualTo("""
                        [-∞, 2025-03-01) SELECT 1
                        [2025-03-01, 2025-04-01) SELECT 2
                        [2025-04-01, ∞) SELECT 3""");
    }

    @Test
    void untilLiesOverTheOthersWhereverItStands() {
        assertThat(timeline("""
                                SELECT 1
                                -- since: 2025-02-15 until: 2025-03-15
                                SELECT 4
                                -- since: 2025-03-01
                                SELECT 2
                                --since:2025-02-20   until:2025-02-21
                                SELECT 5""")).isEqualTo("""
                        [-∞, 2025-02-15) SELECT 1
                        [2025-02-15, 2025-02-20) SELECT 4
                        [2025-02-20, 2025-02-21) SELECT 5
                        [2025-02-21, 2025-03-15) SELECT 4
                        [2025-03-15, ∞) SELECT 2""");
    }

    @Test
    void keepsCommentsWithinAndBeforeASelect() {
        assertThat(timeline("\n-- the rates\nSELECT 1, -- one\n 2 /* two */;; -- done\n"))
                .isEqualTo("[-∞, ∞) -- the rates\nSELECT 1, -- one\n 2");
    }

    @Test
    void markersInStringsNamesAndCommentsAreNone() {
        String text =
                "SELECT '\n-- since: 2025-01-01\n', \"\n-- since: 2025-01-01\n\", $$\n-- since: 2025-01-01\n$$ /*\n-- since: 2025-01-01\n*/ + 1";
        assertThat(timeline(text)).isEqualTo("[-∞, ∞) " + text);
    }

    @Test
    void placesLeadBackIntoTheFile() {
        SourceText file = new SourceText("m.sql", "SELECT 1\n-- since: 2025-03-01\n\n  SELECT ${vat},\n  nope");
        SqlText last = reader(file).read().orElseThrow().segments().get(1).value();
        assertThat(last.text()).isEqualTo("SELECT 'it''s',\n  nope");
        assertThat(last.locate(last.text().indexOf("nope"), 4)).hasToString("m.sql:5:3");
        assertThat(last.locate(0, 6)).hasToString("m.sql:4:3");
        assertThat(last.locate(10, 1)).hasToString("m.sql:4:10");
        assertThat(last.locate(10_000, 1)).hasToString("m.sql:5:7");
    }

    private String timeline(String text) {
        String timeline = reader(new SourceText("m.sql", text)).read().orElseThrow().segments().stream()
                .map(segment -> segment.range() + " " + segment.value().text())
                .collect(Collectors.joining("\n"));
        assertThat(problems.list()).isEqualTo(List.of());
        return timeline;
    }

    private SectionReader reader(SourceText file) {
        return new SectionReader(file, 0, new Variables(Map.of("vat", "'it''s'"), problems), problems);
    }
}
