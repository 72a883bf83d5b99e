package hindsight.relation.canonical;

import hindsight.relation.Relation;
import hindsight.relation.analysis.Keys;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

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

    /**
     * What follows from keys of the inputs. It remembers what it was asked, and is for one query.
     *
     * @param declared sets of column names, by the names of the inputs
     */
    static RowKeys following(Map<String, List<List<String>>> declared) {
        return new Keys(declared)::isUnique;
    }
}
