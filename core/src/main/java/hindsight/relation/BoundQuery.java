package hindsight.relation;

import java.util.List;

/**
 * A query that is understood: its rows, and the names under which users see its columns.
 *
 * @param names one for each column; two may be equal
 */
public record BoundQuery(Relation relation, List<String> names) {
    public BoundQuery {
        names = List.copyOf(names);
        if (names.size() != relation.columns().size()) {
            throw new IllegalArgumentException(
                    names.size() + " names for " + relation.columns().size() + " columns");
        }
    }
}
