package hindsight.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The commits that a branch sees: its own, and those of the branches that it comes from up to where it was forked. Flat, whatever the
 * number of branches in between.
 *
 * @param branch its name
 * @param id of the branch; 0 for main
 * @param spans of system time, in order and without gaps from the beginning on; the last one is the branch's own
 */
public record Line(String branch, int id, List<Span> spans) {
    /** Of the branch that every warehouse begins with. */
    public static final Line MAIN = new Line("main", 0, List.of(new Span(0, 0, Long.MAX_VALUE)));

    public Line {
        spans = List.copyOf(spans);
        long end = 0;
        for (Span span : spans) {
            if (span.after() != end || span.upTo() <= span.after()) {
                throw new IllegalArgumentException("spans of " + branch + " leave a gap or overlap: " + spans);
            }
            end = span.upTo();
        }
        if (end != Long.MAX_VALUE || spans.get(spans.size() - 1).branch() != id) {
            throw new IllegalArgumentException("the last span of " + branch + " is not its own: " + spans);
        }
    }

    /** A range of system time in which the commits of one branch are seen: {@code after < seq <= upTo}. */
    public record Span(int branch, long after, long upTo) {}

    public boolean isMain() {
        return id == 0;
    }

    /** The line of a branch that is forked off here. */
    public Line fork(String name, int branch, long seq) {
        List<Span> seen = new ArrayList<>(within(0, seq));
        seen.add(new Span(branch, seq, Long.MAX_VALUE));
        return new Line(name, branch, seen);
    }

    /** The parts of the spans in {@code after < seq <= upTo}. */
    public List<Span> within(long after, long upTo) {
        return spans.stream()
                .map(span -> new Span(span.branch(), Math.max(after, span.after()), Math.min(upTo, span.upTo())))
                .filter(span -> span.after() < span.upTo())
                .toList();
    }

    /** The last commit up to which this line and another one see the same; 0 where that is nothing. */
    public long common(Line other) {
        long common = 0;
        for (int i = 0; i < Math.min(spans.size(), other.spans.size()); i++) {
            Span one = spans.get(i);
            Span two = other.spans.get(i);
            if (one.branch() != two.branch()) {
                break;
            }
            common = Math.min(one.upTo(), two.upTo());
            if (one.upTo() != two.upTo()) {
                break;
            }
        }
        return common;
    }

    /** The branch from which one that is forked off at a commit comes: this one, unless the commit lies before its own beginning. */
    public int forkedFrom(long seq) {
        return spans.stream()
                .filter(span -> span.after() <= seq)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .branch();
    }
}
