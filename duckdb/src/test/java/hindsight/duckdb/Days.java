package hindsight.duckdb;

import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.time.LocalDate;

/** Days counted from the first of 2025, and timelines over them as model files say them. */
final class Days {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    private Days() {}

    static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }

    static EffectiveRange since(int number) {
        return new EffectiveRange(day(number).atStartOfDay(), null);
    }

    /** The sections of a file, each from its day on. */
    static String text(Timeline<String> timeline) {
        StringBuilder text = new StringBuilder();
        for (Timeline.Segment<String> segment : timeline.segments()) {
            if (segment.range().from() != null) {
                text.append("-- since: ")
                        .append(segment.range().from().toLocalDate())
                        .append("\n");
            }
            text.append(segment.value());
        }
        return text.toString();
    }
}
