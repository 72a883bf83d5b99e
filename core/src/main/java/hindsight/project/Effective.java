package hindsight.project;

import java.util.List;
import java.util.Optional;

/** Which columns of a table say when a row is true in the business. */
public sealed interface Effective {
    /** The columns, in order. */
    List<String> columns();

    /** The period, where it is one. */
    default Optional<Period> period() {
        return Optional.empty();
    }

    /** A DATE or TIMESTAMP column: the row is an event of that moment. */
    record Moment(String column) implements Effective {
        @Override
        public List<String> columns() {
            return List.of(column);
        }
    }

    /** A half-open period: the row is a state from one column's moment to before the other's, open where that is NULL. */
    record Period(String from, String to) implements Effective {
        @Override
        public List<String> columns() {
            return List.of(from, to);
        }

        @Override
        public Optional<Period> period() {
            return Optional.of(this);
        }
    }
}
