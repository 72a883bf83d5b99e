package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.WideTable;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Net diffs between states of a table as queries, where no diffs are recorded. Columns of one name are one column where a type holds the
 * values of all; else the later one has its type behind its name.
 */
final class StateDifference {
    private static final String QUERY = """
            SELECT %s, CAST(sum(_weight) AS BIGINT) AS _weight
            FROM (%s)
            GROUP BY %s
            HAVING sum(_weight) <> 0""";

    /** A column of the difference, and what it is called in those states that have it. */
    private static final class Shared {
        private final String name;
        private DataType type;
        private final Map<TableRows, Column> own = new HashMap<>();

        Shared(String name, DataType type) {
            this.name = name;
            this.type = type;
        }

        boolean takes(Column column, TableRows state) {
            return !own.containsKey(state)
                    && own.values().stream().anyMatch(other -> other.named(column.name()))
                    && type.widen(column.type()).isPresent();
        }

        void put(Column column, TableRows state) {
            type = type.widen(column.type()).orElseThrow();
            own.put(state, column);
        }

        String value(TableRows state) {
            String value = Optional.ofNullable(own.get(state))
                    .map(column -> Identifier.quote(column.name()))
                    .orElse("NULL");
            return "CAST(" + value + " AS " + type + ") AS " + Identifier.quote(name);
        }

        /** The value in a SELECT that groups by {@link #identity}. */
        String grouped() {
            String quoted = Identifier.quote(name);
            return Identity.grouped(quoted, column()) + " AS " + quoted;
        }

        String identity() {
            return Identity.of(Identifier.quote(name), column());
        }

        private Column column() {
            return new Column(name, type);
        }
    }

    private final List<Shared> columns = new ArrayList<>();
    private final Instant clock;

    /** @param states those whose columns come first, and have their names as they are, first */
    StateDifference(List<TableRows> states, Instant clock) {
        this.clock = clock;
        states.stream().distinct().forEach(this::include);
    }

    private void include(TableRows state) {
        for (Column column : state.table().definition().schema().columns()) {
            Shared shared = columns.stream()
                    .filter(known -> known.takes(column, state))
                    .findFirst()
                    .orElseGet(() -> {
                        Shared fresh = new Shared(unused(column), column.type());
                        columns.add(fresh);
                        return fresh;
                    });
            shared.put(column, state);
        }
    }

    private String unused(Column column) {
        return WideTable.unused(
                column, columns.stream().map(known -> Name.folded(known.name)).collect(Collectors.toSet()));
    }

    /**
     * What leads from one of the states to another: their columns, and {@code _weight}.
     *
     * @param before empty: no rows
     */
    RowSet between(Optional<TableRows> before, TableRows now) {
        Map<String, RowSet> sides = new HashMap<>(Map.of("now", now.rows()));
        String selects = select("now", now, 1);
        if (before.isPresent()) {
            sides.put("before", before.get().rows());
            selects += "\nUNION ALL\n" + select("before", before.get(), -1);
        }
        String values = list(Shared::grouped);
        return new RowSet.Query(QUERY.formatted(values, selects, list(Shared::identity)), sides, clock);
    }

    private String list(Function<Shared, String> sql) {
        return columns.stream().map(sql).collect(Collectors.joining(", "));
    }

    private String select(String side, TableRows state, int weight) {
        String list = columns.stream().map(column -> column.value(state)).collect(Collectors.joining(", "));
        return "SELECT " + list + ", " + weight + " AS _weight FROM " + side;
    }
}
