package hindsight.plan;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Update.LogicText;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which edits of a timeline are declared, and which rewrite what held. */
class LogicRangeTest {
    private static final Timeline<LogicText> BASE = Timeline.always(text("a"));
    private static final Timeline<LogicText> THREE =
            BASE.with(range(10, null), text("b")).with(range(20, null), text("c"));

    @Test
    void aSectionAtANewDayIsDeclared() {
        assertThat(between(BASE, BASE.with(range(10, null), text("b")))).containsExactly(declared(10, null));
        assertThat(between(THREE, THREE.with(range(25, null), text("d")))).containsExactly(declared(25, null));
        assertThat(between(THREE, THREE.with(range(15, 20), text("d")))).containsExactly(declared(15, 20));
    }

    @Test
    void aRangeThatLiesOverOthersIsDeclared() {
        assertThat(between(THREE, THREE.with(range(12, 15), text("d")))).containsExactly(declared(12, 15));
        assertThat(between(THREE, THREE.with(range(10, 15), text("d")))).containsExactly(declared(10, 15));
        assertThat(between(THREE, THREE.with(range(5, 25), text("d")))).containsExactly(declared(5, 25));
    }

    @Test
    void anotherTextBetweenTheSameDaysIsARestatement() {
        assertThat(between(BASE, Timeline.always(text("d")))).containsExactly(restated(null, null));
        assertThat(between(THREE, THREE.with(range(10, 20), text("d")))).containsExactly(restated(10, 20));
        assertThat(between(THREE, THREE.with(range(null, 10), text("d")))).containsExactly(restated(null, 10));
    }

    @Test
    void aBoundaryThatMovesOrGoesIsARestatement() {
        assertThat(between(THREE, THREE.with(range(10, 25), text("b")))).containsExactly(restated(20, 25));
        assertThat(between(THREE, THREE.with(range(5, 20), text("b")))).containsExactly(restated(5, 10));
        assertThat(between(THREE, THREE.with(range(10, null), text("b")))).containsExactly(restated(20, null));
        assertThat(between(THREE, THREE.with(range(null, 20), text("b")))).containsExactly(restated(null, 10));
    }

    /** The timeline is that of a section that begins earlier and was edited, so it has to be meant. */
    @Test
    void aRangeThatCoversASectionUpToItsEndIsARestatement() {
        assertThat(between(THREE, THREE.with(range(5, 20), text("d")))).containsExactly(restated(5, 20));
    }

    @Test
    void nothingIsSaidWhereBothSayTheSame() {
        assertThat(between(THREE, THREE)).isEmpty();
        assertThat(between(THREE, THREE.with(range(25, null), text("c")))).isEmpty();
    }

    @Test
    void eachRangeIsJudgedByItself() {
        Timeline<LogicText> after = THREE.with(range(10, 20), text("d")).with(range(30, null), text("e"));
        assertThat(between(THREE, after)).containsExactly(restated(10, 20), declared(30, null));
    }

    private static List<LogicRange> between(Timeline<LogicText> before, Timeline<LogicText> after) {
        return LogicRange.between(before, after, LogicText::equals);
    }

    private static LogicRange declared(@Nullable Integer from, @Nullable Integer to) {
        return new LogicRange(range(from, to), true);
    }

    private static LogicRange restated(@Nullable Integer from, @Nullable Integer to) {
        return new LogicRange(range(from, to), false);
    }

    private static LogicText text(String sql) {
        return new LogicText(sql, sql, List.of());
    }

    private static EffectiveRange range(@Nullable Integer from, @Nullable Integer to) {
        return new EffectiveRange(day(from), day(to));
    }

    private static @Nullable LocalDateTime day(@Nullable Integer day) {
        return day == null ? null : LocalDate.of(2025, 1, day).atStartOfDay();
    }
}
