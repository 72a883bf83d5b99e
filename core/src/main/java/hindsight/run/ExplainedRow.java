package hindsight.run;

import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.run.Explain.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What effects made of the row of one key.
 *
 * @param steps at least one, in the order of effects
 */
public record ExplainedRow(List<@Nullable Object> key, Map<Effect, RowStep> steps) {
    public ExplainedRow {
        key = Collections.unmodifiableList(new ArrayList<>(key));
        steps = Collections.unmodifiableMap(new EnumMap<>(steps));
    }

    /** A value with the row that it stands in, if there is one. */
    public record Value(boolean present, @Nullable Object value) {}

    /**
     * A cell that some effect changed.
     *
     * @param effects what each that changed it made of it
     */
    public record Cell(String column, Value before, Map<Effect, Value> effects, Value after) {
        public Cell {
            effects = Collections.unmodifiableMap(new EnumMap<>(effects));
        }
    }

    /** The cells that changed, those of the key left out. */
    public List<Cell> cells(RowShape shape) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            int column = i;
            Map<Effect, Value> changes = new EnumMap<>(Effect.class);
            steps.forEach((effect, step) -> {
                if (!Objects.equals(value(step.before(), column), value(step.after(), column))) {
                    changes.put(effect, value(step.after(), column));
                }
            });
            if (!changes.isEmpty() && !shape.key().contains(i)) {
                cells.add(new Cell(
                        shape.columns().get(i), value(first().before(), i), changes, value(last().after(), i)));
            }
        }
        return cells;
    }

    /** The row itself, as a cell without a column whose value is left aside. */
    public Cell whole() {
        Map<Effect, Value> changes = new EnumMap<>(Effect.class);
        steps.forEach((effect, step) -> changes.put(effect, whole(step.after())));
        return new Cell("", whole(first().before()), changes, whole(last().after()));
    }

    private static Value whole(@Nullable List<@Nullable Object> row) {
        return new Value(row != null, null);
    }

    private RowStep first() {
        return steps.values().iterator().next();
    }

    private RowStep last() {
        return List.copyOf(steps.values()).get(steps.size() - 1);
    }

    private static Value value(@Nullable List<@Nullable Object> row, int column) {
        return row == null ? new Value(false, null) : new Value(true, row.get(column));
    }

    /** Rows of steps whose seq is the number of an effect, ordered by key and seq. */
    static Iterator<ExplainedRow> grouped(Iterator<RowStep> steps) {
        return new Iterator<>() {
            private @Nullable RowStep ahead = read();

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public ExplainedRow next() {
                RowStep first = ahead;
                if (first == null) {
                    throw new NoSuchElementException();
                }
                Map<Effect, RowStep> row = new EnumMap<>(Effect.class);
                while (ahead != null && ahead.key().equals(first.key())) {
                    row.put(Effect.of(ahead.seq()), ahead);
                    ahead = read();
                }
                return new ExplainedRow(first.key(), row);
            }

            private @Nullable RowStep read() {
                return steps.hasNext() ? steps.next() : null;
            }
        };
    }
}
