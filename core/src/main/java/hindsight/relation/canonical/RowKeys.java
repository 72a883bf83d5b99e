package hindsight.relation.canonical;

import hindsight.relation.Relation;
import java.util.BitSet;

/** What is known of columns in which no two rows are alike. */
@FunctionalInterface
public interface RowKeys {
    /** Nothing is known. */
    RowKeys UNKNOWN = (relation, columns) -> false;

    /**
     * Whether surely no two rows of the relation are alike in all of the columns, NULLs being alike.
     *
     * @param columns by position; none: whether there is at most one row
     */
    boolean isUnique(Relation relation, BitSet columns);
}
