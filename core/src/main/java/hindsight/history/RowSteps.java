package hindsight.history;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pairs what a commit retracted with what it added under the same key. The changes come ordered by key and seq; nothing but
 * the current pair is kept in memory. Changes that come to nothing are left out.
 */
public final class RowSteps implements Iterator<RowStep> {
    private final Iterator<RowChange> changes;
    private final RowShape shape;
    private @Nullable RowChange ahead;
    private @Nullable RowStep next;

    public RowSteps(Iterator<RowChange> changes, RowShape shape) {
        this.changes = changes;
        this.shape = shape;
        this.ahead = read();
        this.next = advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public RowStep next() {
        RowStep step = next;
        if (step == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return step;
    }

    private @Nullable RowStep advance() {
        RowChange first = ahead;
        while (first != null) {
            ahead = read();
            RowStep step = first.weight() < 0 ? step(first, partner(first)) : step(partner(first), first);
            if (!Objects.equals(step.before(), step.after())) {
                return step;
            }
            first = ahead;
        }
        return null;
    }

    /** The next change, if it is the other half of {@code first}. */
    private @Nullable RowChange partner(RowChange first) {
        RowChange second = ahead;
        boolean pair = second != null
                && second.seq() == first.seq()
                && Long.signum(second.weight()) != Long.signum(first.weight())
                && shape.keyOf(second.values()).equals(shape.keyOf(first.values()));
        if (!pair) {
            return null;
        }
        ahead = read();
        return second;
    }

    private RowStep step(@Nullable RowChange before, @Nullable RowChange after) {
        RowChange known = after == null ? Objects.requireNonNull(before) : after;
        @Nullable List<@Nullable Object> old = before == null ? null : before.values();
        @Nullable List<@Nullable Object> now = after == null ? null : after.values();
        return new RowStep(known.seq(), shape.keyOf(known.values()), old, now);
    }

    private @Nullable RowChange read() {
        return changes.hasNext() ? changes.next() : null;
    }
}
