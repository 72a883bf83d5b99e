package hindsight.project;

import hindsight.problem.Severity;
import java.util.List;

/** A check of one column that a model declares. */
public sealed interface ColumnTest {
    String column();

    Severity severity();

    record NotNull(String column, Severity severity) implements ColumnTest {}

    record Unique(String column, Severity severity) implements ColumnTest {}

    /** Values are compared as the column's type; NULL is allowed. */
    record AcceptedValues(String column, List<String> values, Severity severity) implements ColumnTest {}

    /** Every value that is not NULL stands in a column of another table. */
    record Relationships(String column, String toTable, String toColumn, Severity severity) implements ColumnTest {}
}
