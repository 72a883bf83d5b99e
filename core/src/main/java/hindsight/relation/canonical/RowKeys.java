package hindsight.relation.canonical;

import hindsight.relation.Relation;
import hindsight.relation.analysis.Keys;
import hindsight.relation.analysis.Uniqueness;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        IdentityHashMap<Relation, Uniqueness> known = new IdentityHashMap<>();
        return (relation, columns) -> {
            Set<Integer> positions = columns.stream().boxed().collect(Collectors.toSet());
            return known.computeIfAbsent(relation, asked -> Keys.of(asked, declared))
                    .isKey(positions);
        };
    }
}
