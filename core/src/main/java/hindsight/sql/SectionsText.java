package hindsight.sql;

import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sections of a timeline as one SQL text: each gives the rows of its range, over all of its input, and the columns are those of all of
 * them by name.
 *
 * <pre>
 * SELECT d, n FROM t           SELECT * FROM (SELECT d, n FROM t) WHERE d &lt; DATE '2025-03-01' OR d IS NULL
 * -- since: 2025-03-01    →    UNION ALL BY NAME
 * SELECT d, 2 * n AS n FROM t  SELECT * FROM (SELECT d, 2 * n AS n FROM t) WHERE d &gt;= DATE '2025-03-01' OR d IS NULL
 * </pre>
 *
 * Rows without a date are in all of them, so that a check of the result finds them.
 */
public final class SectionsText {
    private SectionsText() {}

    /**
     * The text of some sections; of one that always holds, its own.
     *
     * @param sections SELECTs that do not end in a semicolon, at least one
     * @param effective name of the column of their results that is compared with the ranges
     */
    public static String of(List<Segment<String>> sections, String effective) {
        if (sections.get(0).range().equals(EffectiveRange.ALWAYS)) {
            return sections.get(0).value();
        }
        return sections.stream()
                .map(segment -> "SELECT * FROM (\n" + segment.value() + "\n) WHERE "
                        + within(segment.range(), effective) + " OR " + Identifier.quote(effective) + " IS NULL")
                .collect(Collectors.joining("\nUNION ALL BY NAME\n"));
    }

    /** The text of sections that are not all there are: it has the columns of all of them, which those may lack or have in narrower types. */
    public static String part(List<Segment<String>> sections, String effective, Schema columns) {
        String none = columns.columns().stream()
                .map(column -> "CAST(NULL AS " + column.type().text() + ") AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        return "SELECT " + none + " WHERE false\nUNION ALL BY NAME\n" + of(sections, effective);
    }

    /** The condition that a row is in a range that has a beginning or an end. */
    public static String within(EffectiveRange range, String effective) {
        List<String> conditions = new ArrayList<>();
        if (range.from() != null) {
            conditions.add(Identifier.quote(effective) + " >= " + moment(range.from()));
        }
        if (range.to() != null) {
            conditions.add(Identifier.quote(effective) + " < " + moment(range.to()));
        }
        return String.join(" AND ", conditions);
    }

    /**
     * The value of the section that a moment is in.
     *
     * @param values SQL of each section's value
     * @param moment SQL of a date or timestamp
     */
    public static String value(Timeline<String> values, String moment) {
        StringBuilder cases = new StringBuilder();
        for (Segment<String> segment : values.segments()) {
            if (segment.range().to() != null) {
                cases.append(" WHEN " + moment + " < " + moment(segment.range().to()) + " THEN " + segment.value());
            } else if (cases.isEmpty()) {
                return segment.value();
            } else {
                cases.append(" ELSE " + segment.value());
            }
        }
        return "CASE" + cases + " END";
    }

    /** A day as a date, because days reach farther than moments, and a column of dates is compared as it is. */
    private static String moment(LocalDateTime moment) {
        return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? Literal.date(moment.toLocalDate())
                : Literal.timestamp(moment);
    }
}
