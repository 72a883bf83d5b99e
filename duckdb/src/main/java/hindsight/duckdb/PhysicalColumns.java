package hindsight.duckdb;

import hindsight.history.StoredColumn;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The physical columns of one table, inside a commit's transaction. The logs have those of all branches, the head those of main. */
final class PhysicalColumns {
    private final Session session;
    private final int table;

    PhysicalColumns(Session session, int table) {
        this.session = session;
        this.table = table;
    }

    /** Adds those to the logs that are not there yet: of new columns, or of columns that were a view's so far. */
    void add(List<StoredColumn> columns) {
        Set<String> there = there(Physical.plus(table));
        List<Integer> missing = columns.stream()
                .flatMap(column -> column.physical().stream())
                .filter(id -> !there.contains(Physical.column(id)))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Map<Integer, DataType> types = types(columns);
        boolean sealed = Logs.of(session).isSealed(table);
        for (int id : missing) {
            String column = Physical.column(id) + " "
                    + Objects.requireNonNull(types.get(id)).text();
            session.execute("ALTER TABLE " + Physical.plus(table) + " ADD COLUMN " + column);
            session.execute("ALTER TABLE " + Physical.minus(table) + " ADD COLUMN " + column);
            if (sealed) {
                session.execute("ALTER TABLE " + Physical.segments(table) + " ADD COLUMN " + column);
            }
        }
    }

    /** Builds the head anew where it has not just the newest of each column. */
    void shapeHead(List<StoredColumn> columns) {
        Set<String> there = there(Physical.head(table));
        Set<String> wanted = columns.stream().map(Physical::headColumn).collect(Collectors.toSet());
        wanted.add("rvid");
        if (there.equals(wanted)) {
            return;
        }
        String select = columns.stream()
                .map(column -> value(column, there) + " AS " + Physical.headColumn(column))
                .collect(Collectors.joining(", "));
        session.data("CREATE OR REPLACE TABLE " + Physical.head(table) + " AS SELECT rvid, " + select + " FROM "
                + Physical.head(table));
    }

    private static String value(StoredColumn stored, Set<String> there) {
        Column column = stored.column();
        return stored.physical().stream()
                .map(Physical::column)
                .filter(there::contains)
                .findFirst()
                .map(name -> name + "::" + column.type().text())
                .orElse("NULL::" + column.type().text());
    }

    private Set<String> there(String physical) {
        return Set.copyOf(session.list("SELECT column_name FROM (DESCRIBE " + physical + ")", row -> row.getString(1)));
    }

    /** A physical column has the type of the column for which it was made, whatever that was widened to. */
    private Map<Integer, DataType> types(List<StoredColumn> columns) {
        Map<Integer, DataType> types = new HashMap<>();
        columns.forEach(column ->
                column.physical().forEach(id -> types.put(id, column.column().type())));
        session.list(
                        "SELECT columns FROM w.hindsight.table_version WHERE table_id = " + table,
                        row -> MetadataJson.columns(row.getString(1)))
                .forEach(version -> version.forEach(column ->
                        types.put(column.physical().get(0), column.column().type())));
        columns.forEach(
                column -> types.put(column.physical().get(0), column.column().type()));
        return types;
    }
}
