package hindsight.run;

import hindsight.history.RowChange;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.schema.Schema;
import java.util.List;
import java.util.Set;

/** Some of the rows that a diff adds and retracts, in the order of the key. */
public sealed interface RowSample {
    /** The columns of each row: those of the table, then those that it has no more. */
    Schema schema();

    /** Names of columns whose values may differ in the last digits between recomputations. */
    Set<String> inexact();

    /** Whether there are none. */
    boolean isEmpty();

    /**
     * Of a table with a key, which tells what row of before became what row of now.
     *
     * @param key names of the columns that pair them
     * @param steps what happens to the row of each key
     */
    record Keyed(Schema schema, Set<String> inexact, List<String> key, List<RowStep> steps) implements RowSample {
        public Keyed {
            inexact = Set.copyOf(inexact);
            key = List.copyOf(key);
            steps = List.copyOf(steps);
        }

        /** Which of the columns are key. */
        public RowShape shape() {
            return RowShape.of(schema.names(), key);
        }

        @Override
        public boolean isEmpty() {
            return steps.isEmpty();
        }
    }

    /**
     * Of rows that nothing pairs.
     *
     * @param rows each once, with how often it comes, or goes
     */
    record Bag(Schema schema, Set<String> inexact, List<RowChange> rows) implements RowSample {
        public Bag {
            inexact = Set.copyOf(inexact);
            rows = List.copyOf(rows);
        }

        @Override
        public boolean isEmpty() {
            return rows.isEmpty();
        }
    }
}
