package hindsight.project;

/** A stretch of SQL text, {@code [start, end)} in characters, of one kind. */
public record SqlRegion(Kind kind, int start, int end) {
    /** What stands there. */
    public enum Kind {
        CODE,
        STRING,
        QUOTED_NAME,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    public boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }

    /** The part that lies within {@code [from, to)}; may be empty. */
    SqlRegion within(int from, int to) {
        int begin = Math.max(start, from);
        return new SqlRegion(kind, begin, Math.max(begin, Math.min(end, to)));
    }
}
