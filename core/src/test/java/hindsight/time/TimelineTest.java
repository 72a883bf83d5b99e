package hindsight.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hindsight.time.Timeline.Segment;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final LocalDateTime ORIGIN = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final int DAYS = 40;

    @Test
    void forwardKeepsWhatWasBefore() {
        Timeline<String> timeline = Timeline.always("a").with(range(10, null), "b");

        assertThat(timeline).hasToString(timeline(List.of(segment(null, 10, "a"), segment(10, null, "b"))));
        assertThat(timeline.at(day(9))).isEqualTo("a");
        assertThat(timeline.at(day(10))).isEqualTo("b");
    }

    @Test
    void amendmentKeepsBothSides() {
        Timeline<String> timeline = Timeline.always("a").with(range(10, 20), "b");

        assertThat(timeline)
                .hasToString(timeline(List.of(segment(null, 10, "a"), segment(10, 20, "b"), segment(20, null, "a"))));
        assertThat(timeline.at(day(20).minusNanos(1))).isEqualTo("b");
        assertThat(timeline.at(day(20))).isEqualTo("a");
    }

    @Test
    void timelinesBesideEachOtherAreCutWhereEitherIs() {
        Timeline<String> one = Timeline.always("a").with(range(10, 30), "b");
        Timeline<String> other = Timeline.always("x").with(range(20, null), "y");

        assertThat(one.beside(other, String::concat))
                .hasToString(timeline(List.of(
                        segment(null, 10, "ax"),
                        segment(10, 20, "bx"),
                        segment(20, 30, "by"),
                        segment(30, null, "ay"))));
        assertThat(one.beside(other, (left, right) -> right)).isEqualTo(other);
    }

    @Test
    void restatementReplacesEverything() {
        assertThat(Timeline.always("a").with(range(10, 20), "b").with(EffectiveRange.ALWAYS, "c"))
                .isEqualTo(Timeline.always("c"));
    }

    @Test
    void neighboursThatAreEqualBecomeOne() {
        Timeline<String> timeline = Timeline.always("a").with(range(10, 20), "b");

        assertThat(timeline.with(range(20, 30), "b"))
                .hasToString(timeline(List.of(segment(null, 10, "a"), segment(10, 30, "b"), segment(30, null, "a"))));
        assertThat(timeline.with(range(10, 20), "a")).isEqualTo(Timeline.always("a"));
        assertThat(timeline.with(range(null, 10), "b").with(range(20, null), "b"))
                .isEqualTo(Timeline.always("b"));
    }

    @Test
    void equalsADenseReplay() {
        long seed = Long.getLong("hindsight.seed", 20250301L);
        System.out.println("hindsight.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int[] dense = new int[DAYS];
            Timeline<Integer> timeline = Timeline.always(0);
            for (int step = 0; step < 12; step++) {
                @Nullable Integer from = random.nextInt(6) == 0 ? null : random.nextInt(DAYS - 1);
                @Nullable
                Integer to = random.nextInt(6) == 0 ? null : (from == null ? 0 : from) + 1 + random.nextInt(DAYS / 2);
                int value = random.nextInt(4);
                timeline = timeline.with(range(from, to), value);
                Arrays.fill(dense, from == null ? 0 : from, to == null ? DAYS : Math.min(to, DAYS), value);
                check(timeline, dense);
            }
        }
    }

    private static void check(Timeline<Integer> timeline, int[] dense) {
        for (int day = 0; day < DAYS; day++) {
            assertThat(timeline.at(day(day))).isEqualTo(dense[day]);
        }
        List<Segment<Integer>> segments = timeline.segments();
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).value()).isNotEqualTo(segments.get(i - 1).value());
        }
        long changes =
                segments.stream().filter(segment -> isWithin(segment.range())).count();
        assertThat(changes).isEqualTo(changes(dense));
    }

    /** Whether a segment begins behind the first day and before the last one has ended. */
    private static boolean isWithin(EffectiveRange range) {
        return range.from() != null
                && range.from().isAfter(day(0))
                && range.from().isBefore(day(DAYS));
    }

    private static long changes(int[] dense) {
        long changes = 0;
        for (int day = 1; day < DAYS; day++) {
            changes += dense[day] == dense[day - 1] ? 0 : 1;
        }
        return changes;
    }

    @Test
    void refusesGapsAndOverlaps() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Timeline<>(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeline<>(List.of(segment(null, 10, "a"), segment(11, null, "b"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeline<>(List.of(segment(null, 10, "a"), segment(9, null, "b"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Timeline<>(List.of(segment(1, null, "a"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Timeline<>(List.of(segment(null, 1, "a"))));
    }

    private static String timeline(List<Segment<String>> segments) {
        return new Timeline<>(segments).toString();
    }

    private static Segment<String> segment(@Nullable Integer from, @Nullable Integer to, String value) {
        return new Segment<>(range(from, to), value);
    }

    private static EffectiveRange range(@Nullable Integer from, @Nullable Integer to) {
        return new EffectiveRange(from == null ? null : day(from), to == null ? null : day(to));
    }

    private static LocalDateTime day(int number) {
        return ORIGIN.plusDays(number);
    }
}
