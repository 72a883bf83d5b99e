package hindsight.duckdb;

import hindsight.history.Line;
import hindsight.history.TableMemory;
import hindsight.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain views named like the tables, for other DuckDB clients that open the file. Names inside them carry no catalog, because a
 * client attaches the file under a name of its own. They show main.
 */
final class OpenViews {
    private final Session session;
    private final Line line;

    OpenViews(Session session, Line line) {
        this.session = session;
        this.line = line;
    }

    void make(TableMemory table, LogicWriter logic) {
        if (!line.isMain()) {
            return;
        }
        String body = table.isView() ? logic.text(table).orElseThrow() : stored(table);
        session.execute("CREATE OR REPLACE VIEW w.main." + Identifier.quote(table.name()) + " AS " + body);
    }

    void drop(String name) {
        if (line.isMain()) {
            session.execute("DROP VIEW IF EXISTS w.main." + Identifier.quote(name));
        }
    }

    private static String stored(TableMemory table) {
        List<String> columns = new ArrayList<>();
        table.columns()
                .forEach(column -> columns.add(Physical.headColumn(column) + " AS " + Identifier.quote(column.name())));
        return "SELECT " + String.join(", ", columns) + " FROM hindsight.t" + table.id() + "_head";
    }
}
