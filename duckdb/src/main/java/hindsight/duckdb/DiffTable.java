package hindsight.duckdb;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of a staged diff: {@code rvid} of the retracted row or NULL, {@code added} whether a row is added, {@code o1…} the
 * retracted row and {@code n1…} the added row in the order of the definition's columns, and {@code x<id>} the retracted row's values in
 * physical columns that the definition does not carry on. A row with both is an update of one key. Its {@code rowid}s count from 0
 * without gaps, because what is staged is written once; the version ids of added rows are made from them.
 */
final class DiffTable {
    private DiffTable() {}

    static String old(int position) {
        return "o" + (position + 1);
    }

    static String fresh(int position) {
        return "n" + (position + 1);
    }

    static String extra(int physical) {
        return "x" + physical;
    }

    static String value(int position) {
        return "v" + (position + 1);
    }

    /** The rows that it adds, or those that it retracts: {@code v1…} and {@code fresh}, which tells them apart. */
    static String side(TableDefinition definition, StagedDiff diff, boolean fresh) {
        String values = IntStream.range(0, definition.schema().columns().size())
                .mapToObj(i -> (fresh ? fresh(i) : old(i)) + " AS " + value(i) + ", ")
                .collect(Collectors.joining());
        return "SELECT " + values + fresh + " AS fresh FROM " + diff.handle() + " WHERE "
                + (fresh ? "added" : "rvid IS NOT NULL");
    }

    /** Both. */
    static String sides(TableDefinition definition, StagedDiff diff) {
        return side(definition, diff, true) + " UNION ALL " + side(definition, diff, false);
    }

    /** {@code prefix1, prefix2…} for as many columns as the definition has. */
    static String all(String prefix, TableDefinition definition) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < definition.schema().columns().size(); i++) {
            names.add(prefix + (i + 1));
        }
        return String.join(", ", names);
    }

    /** The head of a table with a diff on top, under the columns of the diff's definition, which has the names of the memory's. */
    static String changed(TableMemory table, String head, StagedDiff diff) {
        List<String> added = new ArrayList<>();
        List<Column> columns = table.definition().schema().columns();
        for (int i = 0; i < columns.size(); i++) {
            added.add(fresh(i) + " AS " + Identifier.quote(columns.get(i).name()));
        }
        return """
                SELECT %s FROM %s h ANTI JOIN (SELECT rvid FROM %s WHERE rvid IS NOT NULL) d ON h.rvid = d.rvid
                UNION ALL SELECT %s FROM %s WHERE added""".formatted(
                        Physical.headColumns(table, "h"), head, diff.handle(), String.join(", ", added), diff.handle());
    }

    /** The rows of a diff one by one, under the columns of its definition and those left behind, with {@code _weight} and the retracted rows' {@code _version}. */
    static String versions(RowSet.StagedVersions versions) {
        List<String> old = new ArrayList<>();
        List<String> added = new ArrayList<>();
        List<Column> columns = versions.definition().schema().columns();
        for (int i = 0; i < columns.size(); i++) {
            String name = " AS " + Identifier.quote(columns.get(i).name());
            old.add(old(i) + name);
            added.add(fresh(i) + name);
        }
        for (StoredColumn left : versions.leftBehind()) {
            String name = " AS " + Identifier.quote(left.name());
            old.add(extra(left.physical().get(0)) + name);
            added.add("NULL::" + left.column().type().text() + name);
        }
        String diff = versions.diff().handle();
        return """
                SELECT %s, -1::BIGINT AS _weight, rvid AS _version FROM %s WHERE rvid IS NOT NULL
                UNION ALL SELECT %s, 1::BIGINT AS _weight, NULL::BIGINT AS _version FROM %s WHERE added""".formatted(String.join(", ", old), diff, String.join(", ", added), diff);
    }

    /** Physical ids of columns that the head has and the definition does not carry on. */
    static List<Integer> abandoned(TableMemory table, TableDefinition definition) {
        return table.columns().stream()
                .filter(stored -> !stored.isCarriedOn(definition.schema()))
                .map(stored -> stored.physical().get(0))
                .toList();
    }

    /** {@code , h.c3 AS x3}: the head's values in columns that the definition does not carry on. */
    static String extras(List<Integer> abandoned) {
        return abandoned.stream()
                .map(id -> ", h." + Physical.column(id) + " AS " + extra(id))
                .collect(Collectors.joining());
    }

    /** SQL of each column's value in the head, in the definition's types; NULL where the head has none. */
    static List<String> oldValues(TableMemory table, TableDefinition definition, String alias) {
        return definition.schema().columns().stream()
                .map(column -> table.columns().stream()
                        .filter(stored ->
                                stored.column().named(column.name()) && stored.isCarriedOn(definition.schema()))
                        .findFirst()
                        .map(stored -> read(stored, column, alias))
                        .orElse("NULL::" + column.type().text()))
                .toList();
    }

    static String named(List<String> values, String prefix) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) + " AS " + prefix + (i + 1))
                .collect(Collectors.joining(", "));
    }

    private static String read(StoredColumn stored, Column column, String alias) {
        String value = alias + "." + Physical.headColumn(stored);
        return stored.column().type().equals(column.type())
                ? value
                : value + "::" + column.type().text();
    }
}
