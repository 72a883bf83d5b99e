package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a query's columns can be those of a table: each with a name of its own and a type. */
final class OutputColumns {
    /** The engine's name for the type of a NULL that nothing gives another one, alone or inside a list, map or struct. */
    private static final Pattern UNTYPED = Pattern.compile("(?:^|[(, ])\"NULL\"(?=$|[\\[\\],)])");

    private final SqlText sql;
    private final List<Column> columns;
    private final JsonTree selectList;

    private OutputColumns(SqlText sql, List<Column> columns, JsonTree selectList) {
        this.sql = sql;
        this.columns = columns;
        this.selectList = selectList;
    }

    /** @throws hindsight.problem.InvalidException naming every column that is at fault */
    static Schema check(SqlText sql, List<Column> columns, Session session) {
        if (isSound(columns)) {
            return new Schema(columns);
        }
        JsonTree tree =
                SyntaxTree.parse(session, sql.text()).at("statements").at(0).at("node");
        new OutputColumns(sql, columns, selectList(tree)).fail();
        throw new IllegalStateException("columns at fault without a problem: " + columns);
    }

    private static boolean isSound(List<Column> columns) {
        long names = columns.stream()
                .map(column -> Name.folded(column.name()))
                .distinct()
                .count();
        return names == columns.size() && columns.stream().noneMatch(OutputColumns::isUntyped);
    }

    private static boolean isUntyped(Column column) {
        return UNTYPED.matcher(column.type().text()).find();
    }

    /** Of the first SELECT, which names the columns of a UNION. */
    private static JsonTree selectList(JsonTree node) {
        JsonTree children = node.at("children");
        return children.size() == 0 ? node.at("select_list") : selectList(children.at(0));
    }

    private void fail() {
        Problems problems = new Problems();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            @Nullable Integer first = seen.putIfAbsent(Name.folded(column.name()), i);
            if (first != null) {
                problems.add(twice(first, i));
            }
            if (isUntyped(column)) {
                problems.add(untyped(i));
            }
        }
        problems.throwIfErrors();
    }

    private Problem twice(int first, int second) {
        String name = columns.get(second).name();
        String other = columns.get(first).name();
        return Problem.error(
                "duplicate-column",
                place(second),
                "Cannot give two columns the name " + name + ": columns " + (first + 1) + " and " + (second + 1)
                        + " of the result have it"
                        + (other.equals(name) ? "" : " (" + other + ", without regard to case)"),
                "Name one of them differently with AS, or leave it out; * EXCLUDE (" + name
                        + ") gives all columns but one.");
    }

    private Problem untyped(int index) {
        Column column = columns.get(index);
        return Problem.error(
                "untyped-column",
                place(index),
                "Cannot tell the type of column " + column.name() + ": it is made of NULL only"
                        + (column.type().text().equals("\"NULL\"") ? "" : " (" + column.type() + ")"),
                "Say which type it is meant to have, such as CAST(NULL AS VARCHAR).");
    }

    private Location place(int column) {
        JsonTree item = selectList.at(itemOf(column));
        TextOffsets offsets = new TextOffsets(sql.text());
        int start = item.at("query_location").number(0);
        int end = start + item.at("query_location_length").number(1);
        return sql.locate(offsets.character(start), offsets.character(end) - offsets.character(start));
    }

    /** The item of the SELECT that gives a column: counted from the nearer end, as a star gives any number; else the last star. */
    private int itemOf(int column) {
        int firstStar = -1;
        int lastStar = -1;
        for (int i = 0; i < selectList.size(); i++) {
            if (selectList.at(i).at("class").text().equals("STAR")) {
                firstStar = firstStar < 0 ? i : firstStar;
                lastStar = i;
            }
        }
        int fromEnd = columns.size() - column;
        if (lastStar < 0 || column < firstStar) {
            return Math.min(column, selectList.size() - 1);
        }
        return fromEnd < selectList.size() - lastStar ? selectList.size() - fromEnd : lastStar;
    }
}
