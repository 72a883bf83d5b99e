package hindsight.relation;

import hindsight.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Names and types, in order. */
    public List<Column> columns() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Column(names.get(i), relation.columns().get(i)))
                .toList();
    }
}
