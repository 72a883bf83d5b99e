package hindsight.duckdb;

import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.project.Effective;
import hindsight.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SELECT of the diff of a table's head, given the net diff {@code n} of its rows, with {@code _weight}: looks up what is retracted. */
final class NetChangeSql {
    private final TableMemory table;
    private final String head;
    private final TableDefinition definition;
    private final List<String> fresh;
    private final List<Integer> key;

    /**
     * @param head what to read as the table's head
     * @param fresh SQL of each of the definition's columns in the net diff
     */
    NetChangeSql(TableMemory table, String head, TableDefinition definition, List<String> fresh) {
        this.table = table;
        this.head = head;
        this.definition = definition;
        this.fresh = fresh;
        this.key = definition.key().stream().map(definition.schema()::position).toList();
    }

    /** @param change a SELECT */
    String select(String change) {
        String net = "WITH net AS MATERIALIZED (" + change + ")";
        return key.isEmpty() ? bag(net) : keyed(net);
    }

    /** A truth value: whether the diff does to the head what the net diff says, and leaves it sound. */
    String sound(String diff) {
        List<String> never = new ArrayList<>();
        if (key.isEmpty()) {
            never.add(BagDiffSql.LACKING);
        } else {
            never.add("copies > 1");
            never.add("come > 1");
            never.add("gone <> (rvid IS NOT NULL)::BIGINT");
        }
        present().forEach(i -> never.add("added AND " + DiffTable.fresh(i) + " IS NULL"));
        return none(diff, never);
    }

    /** A truth value: whether new rows have keys, no two the same, and effective time. */
    String soundRows(String rows) {
        List<String> never =
                present().stream().map(i -> fresh.get(i) + " IS NULL").toList();
        String keys = key.stream().map(fresh::get).collect(Collectors.joining(", "));
        String once = key.isEmpty()
                ? ""
                : " AND NOT EXISTS (SELECT 1 FROM " + rows + " n GROUP BY " + keys + " HAVING count(*) > 1)";
        return none(rows + " n", never) + once;
    }

    /** A truth value: whether no added row has the key of a row that stays. */
    String fits(String diff, List<String> columns) {
        boolean always = key.isEmpty()
                || columns.stream()
                        .allMatch(column -> key.contains(definition.schema().position(column)));
        List<String> old = DiffTable.oldValues(table, definition, "h");
        String same =
                key.stream().map(i -> old.get(i) + " = d." + DiffTable.fresh(i)).collect(Collectors.joining(" AND "));
        return always
                ? "true"
                : "NOT EXISTS (FROM (FROM " + diff + " WHERE added) d JOIN " + head + " h ON " + same
                        + " WHERE h.rvid NOT IN (SELECT rvid FROM " + diff + " WHERE rvid IS NOT NULL))";
    }

    /**
     * The rows of the head whose values of some columns are among keys, as a table. The engine looks up rows by equality; so rows with a
     * NULL are looked for apart.
     */
    String part(StagedTable keys, List<String> columns) {
        List<String> old = DiffTable.oldValues(table, definition, "h");
        List<String> values = columns.stream()
                .map(column -> old.get(definition.schema().position(column)))
                .toList();
        List<String> names = keys.schema().names().stream()
                .map(name -> "k." + Identifier.quote(name))
                .toList();
        String found = "SELECT h.* FROM " + head + " h SEMI JOIN " + keys.handle() + " k ON ";
        String equal = found + pairs(values, " = ", names);
        String nulls = found + pairs(values, " IS NOT DISTINCT FROM ", names) + " AND (" + anyNull(names) + ") WHERE "
                + anyNull(values);
        return "(" + equal + " UNION ALL " + nulls + ")";
    }

    private static String pairs(List<String> values, String comparator, List<String> names) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) + comparator + names.get(i))
                .collect(Collectors.joining(" AND "));
    }

    private static String anyNull(List<String> values) {
        return values.stream().map(value -> value + " IS NULL").collect(Collectors.joining(" OR "));
    }

    /** Columns that are never NULL. */
    private List<Integer> present() {
        List<Integer> present = new ArrayList<>(key);
        definition.effective().map(Effective::columns).stream()
                .flatMap(List::stream)
                .limit(1)
                .forEach(column -> present.add(definition.schema().position(column)));
        return present;
    }

    private static String none(String rows, List<String> conditions) {
        return conditions.isEmpty()
                ? "true"
                : "NOT EXISTS (FROM " + rows + " WHERE "
                        + conditions.stream().map(c -> "(" + c + ")").collect(Collectors.joining(" OR ")) + ")";
    }

    /** Rows are paired by key, and looked up by it. */
    private String keyed(String net) {
        List<String> keys = key.stream().map(i -> "k" + i).toList();
        String values = named(i -> fresh.get(i), "n");
        String own = key.stream().map(i -> fresh.get(i) + " AS k" + i).collect(Collectors.joining(", "));
        List<String> old = DiffTable.oldValues(table, definition, "h");
        String same = key.stream().map(i -> old.get(i) + " = p.k" + i).collect(Collectors.joining(" AND "));
        return """
                %3$s,
                fresh AS (SELECT _weight AS come, %1$s, %2$s FROM net n WHERE _weight > 0),
                former AS (SELECT -_weight AS gone, %1$s FROM net n WHERE _weight < 0),
                pairs AS (SELECT * FROM fresh FULL JOIN former USING (%4$s))
                SELECT h.rvid AS rvid, p.come IS NOT NULL AS added, coalesce(p.come, 0) AS come, coalesce(p.gone, 0) AS gone,
                  count(*) OVER (PARTITION BY %5$s) AS copies, %6$s, %7$s%8$s
                FROM pairs p LEFT JOIN %9$s h ON %10$s""".formatted(
                        own,
                        values,
                        net,
                        String.join(", ", keys),
                        keys.stream().map(name -> "p." + name).collect(Collectors.joining(", ")),
                        DiffTable.named(old, "o"),
                        DiffTable.all("n", definition),
                        DiffTable.extras(DiffTable.abandoned(table, definition)),
                        head,
                        same);
    }

    /** Rows are looked up by all their values. */
    private String bag(String net) {
        String leftover =
                "(SELECT row_number() OVER () AS id, " + named(fresh::get, "v") + ", _weight AS copies FROM net n)";
        return net + ", leftover AS MATERIALIZED " + leftover + " "
                + new BagDiffSql(table, head, definition, fresh).select("leftover");
    }

    private String named(IntFunction<String> value, String prefix) {
        return IntStream.range(0, fresh.size())
                .mapToObj(i -> value.apply(i) + " AS " + prefix + (i + 1))
                .collect(Collectors.joining(", "));
    }
}
