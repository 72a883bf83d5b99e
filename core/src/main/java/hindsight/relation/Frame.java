package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/** Which rows of its partition a window function sees. */
public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    /** All rows up to the current one and its peers: what SQL means where nothing is said. */
    public static final Frame USUAL = new Frame(
            Unit.RANGE,
            new Bound(Edge.UNBOUNDED_PRECEDING, List.of()),
            new Bound(Edge.CURRENT_ROW, List.of()),
            Exclusion.NO_OTHERS);

    Frame map(UnaryOperator<Expression> change) {
        return new Frame(unit, start.map(change), end.map(change), exclusion);
    }

    /** In what a frame is measured. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** Rows left out of a frame. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /** Where a frame begins or ends. */
    public enum Edge {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * An end of a frame.
     *
     * @param offset how far away: one expression for {@code PRECEDING} and {@code FOLLOWING}, else none
     */
    public record Bound(Edge edge, List<Expression> offset) {
        public Bound {
            offset = List.copyOf(offset);
            boolean measured = edge == Edge.PRECEDING || edge == Edge.FOLLOWING;
            if (offset.size() != (measured ? 1 : 0)) {
                throw new IllegalArgumentException(edge + " with " + offset.size() + " offsets");
            }
        }

        Bound map(UnaryOperator<Expression> change) {
            return new Bound(edge, Rows.map(offset, change));
        }
    }
}
