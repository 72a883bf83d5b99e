package hindsight.duckdb;

import hindsight.history.Line;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions on {@code branch} and {@code seq} of rows of the logs and of metadata: which of them a line sees. */
final class LineSql {
    private LineSql() {}

    /** What the line sees as of a commit. */
    static String upTo(Line line, long seq) {
        return within(line, 0, seq);
    }

    /** What the line sees of {@code after < seq <= upTo}. */
    static String within(Line line, long after, long upTo) {
        return spans(line.within(after, upTo));
    }

    /** Of sealed intervals: what the line sees as of a commit, as far as it was not retracted where it was added. */
    static String alive(Line line, long seq) {
        return line.within(0, seq).stream()
                .map(span -> "branch = " + span.branch() + bounds(span) + " AND until > "
                        + Math.min(span.upTo(), Logs.OPEN - 1))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** The bounds of all stand in front, because the engine leaves out blocks of rows by them only. */
    static String spans(List<Line.Span> spans) {
        if (spans.isEmpty()) {
            return "false";
        }
        if (spans.size() == 1) {
            return "branch = " + spans.get(0).branch() + bounds(spans.get(0));
        }
        Line.Span all = new Line.Span(
                0, spans.get(0).after(), spans.get(spans.size() - 1).upTo());
        return spans.stream()
                .map(span -> "branch = " + span.branch() + bounds(span))
                .collect(Collectors.joining(" OR ", "(", ")" + bounds(all)));
    }

    private static String bounds(Line.Span span) {
        return (span.after() == 0 ? "" : " AND seq > " + span.after())
                + (span.upTo() == Long.MAX_VALUE ? "" : " AND seq <= " + span.upTo());
    }
}
