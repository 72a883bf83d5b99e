package hindsight.duckdb;

import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.sql.Identifier;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Names of physical tables and columns: by id, so that no name of a user's can clash with them. */
final class Physical {
    private Physical() {}

    static String plus(int table) {
        return "w.hindsight.t" + table + "_plus";
    }

    static String minus(int table) {
        return "w.hindsight.t" + table + "_minus";
    }

    /** What was moved from plus and minus when the table was sealed. */
    static String segments(int table) {
        return "w.hindsight.t" + table + "_seg";
    }

    static String head(int table) {
        return "w.hindsight.t" + table + "_head";
    }

    static String state(int table, int number) {
        return "w.hindsight.s" + table + "_" + number;
    }

    static String column(int id) {
        return "c" + id;
    }

    /** The head keeps one physical column for each column: the newest. */
    static String headColumn(StoredColumn column) {
        return column(column.physical().get(0));
    }

    /** A column as the logs keep it: values from before a widening stand in an older physical column. */
    static String logColumn(StoredColumn column, String alias) {
        List<String> names = column.physical().stream()
                .map(id ->
                        alias + "." + column(id) + "::" + column.column().type().text())
                .toList();
        return names.size() == 1 ? alias + "." + headColumn(column) : "coalesce(" + String.join(", ", names) + ")";
    }

    /**
     * The same where rows came or went while the column was wider than it is.
     *
     * @param widened physical columns that carried one column at some time, newest first
     */
    private static String logColumn(StoredColumn column, String alias, List<List<Integer>> widened) {
        String others = widened.stream()
                .filter(physical -> !Collections.disjoint(physical, column.physical()))
                .flatMap(List::stream)
                .filter(id -> !column.physical().contains(id))
                .distinct()
                .map(id -> ", TRY_CAST(" + alias + "." + column(id) + " AS "
                        + column.column().type().text() + ")")
                .collect(Collectors.joining());
        String own = logColumn(column, alias);
        return others.isEmpty() ? own : "coalesce(" + own + others + ")";
    }

    /** {@code , p.c1 AS c1}: the logs' columns as the head has them. */
    static String shapedColumns(TableMemory table, String alias) {
        return table.columns().stream()
                .map(column -> ", " + logColumn(column, alias) + " AS " + headColumn(column))
                .collect(Collectors.joining());
    }

    /** {@code h.c1 AS "id", h.c2 AS "name"}: the head's columns under their users' names. */
    static String headColumns(TableMemory table, String alias) {
        return table.columns().stream()
                .map(column -> alias + "." + headColumn(column) + " AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** The logs' columns under their users' names. */
    static String logColumns(TableMemory table, String alias) {
        return logColumns(table, alias, List.of());
    }

    /** @param widened physical columns that carried one column at some time, newest first */
    static String logColumns(TableMemory table, String alias, List<List<Integer>> widened) {
        return table.columns().stream()
                .map(column -> logColumn(column, alias, widened) + " AS " + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
    }
}
