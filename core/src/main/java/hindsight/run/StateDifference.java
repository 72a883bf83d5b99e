package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The net diff of two states as a query, for tables of which no diffs are recorded: views. Columns of one name are one column where a
 * type holds the values of both; else that of before keeps its name with the type behind it.
 */
final class StateDifference {
    private static final String QUERY = """
            SELECT %1$s, CAST(sum(_weight) AS BIGINT) AS _weight
            FROM (%2$s)
            GROUP BY %1$s
            HAVING sum(_weight) <> 0""";

    /** A column of the difference, and what it is called on either side. */
    private record Shared(String name, DataType type, Optional<String> before, Optional<String> now) {}

    private final List<Shared> columns = new ArrayList<>();
    private final Map<String, RowSet> sides = new HashMap<>();
    private final List<String> selects = new ArrayList<>();

    private StateDifference() {}

    /**
     * Builds the query.
     *
     * @param before the rows before; empty when there was no such table
     * @param now the rows now
     */
    static RowSet of(Optional<Side> before, Side now, Instant clock) {
        StateDifference difference = new StateDifference();
        difference.unite(before, now);
        difference.include("now", now.rows(), 1);
        before.ifPresent(side -> difference.include("before", side.rows(), -1));
        return new RowSet.Query(
                QUERY.formatted(
                        Identifier.list(
                                difference.columns.stream().map(Shared::name).toList()),
                        String.join("\nUNION ALL\n", difference.selects)),
                difference.sides,
                clock);
    }

    /** A table and its rows. */
    record Side(TableMemory table, RowSet rows) {}

    private void unite(Optional<Side> before, Side now) {
        Set<String> united = new LinkedHashSet<>();
        List<Column> old =
                before.map(side -> side.table().definition().schema().columns()).orElse(List.of());
        for (Column column : now.table().definition().schema().columns()) {
            Optional<Column> same =
                    old.stream().filter(other -> other.named(column.name())).findFirst();
            Optional<DataType> common = same.flatMap(other -> other.type().widen(column.type()));
            common.ifPresent(type -> united.add(Name.folded(column.name())));
            columns.add(new Shared(
                    column.name(),
                    common.orElse(column.type()),
                    common.flatMap(type -> same.map(Column::name)),
                    Optional.of(column.name())));
        }
        for (Column column : old) {
            if (!united.contains(Name.folded(column.name()))) {
                Set<String> used =
                        columns.stream().map(known -> Name.folded(known.name())).collect(Collectors.toSet());
                columns.add(new Shared(
                        WideTable.unused(column, used), column.type(), Optional.of(column.name()), Optional.empty()));
            }
        }
    }

    private void include(String side, RowSet rows, int weight) {
        String list = columns.stream()
                .map(column -> value(column, side) + " AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        selects.add("SELECT " + list + ", " + weight + " AS _weight FROM " + side);
        sides.put(side, rows);
    }

    private static String value(Shared column, String side) {
        Optional<String> name = side.equals("now") ? column.now() : column.before();
        return "CAST(" + name.map(Identifier::quote).orElse("NULL") + " AS " + column.type() + ")";
    }
}
