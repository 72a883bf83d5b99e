package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.ParsedQuery;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs queries and compares what they give. */
final class PlanQueries {
    private PlanQueries() {}

    /** Schemas of the tables that a query reads, as they are in the session's main schema. */
    static Map<String, Schema> inputs(Session session, ParsedQuery query) {
        Map<String, Schema> inputs = new HashMap<>();
        query.tables().forEach(table -> inputs.put(table.name(), schema(session, table.name())));
        return inputs;
    }

    private static Schema schema(Session session, String table) {
        return new Schema(session.list(
                "DESCRIBE " + Identifier.quote(table),
                row -> new Column(row.getString(1), new DataType(row.getString(2)))));
    }

    static void assertSame(Session session, String sql, String written) {
        Answer expected = answer(session, sql);
        Answer actual;
        try {
            actual = answer(session, written);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + written, e);
        }
        assertThat(actual.columns).as(written).isEqualTo(expected.columns);
        assertThat(actual.bag()).as(written).isEqualTo(expected.bag());
        if (sql.contains("order by") && !sql.contains("over")) {
            assertThat(actual.rows).as(written).isEqualTo(expected.rows);
        }
    }

    static Answer answer(Session session, String sql) {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            int width = rows.getMetaData().getColumnCount();
            for (int i = 1; i <= width; i++) {
                columns.add(rows.getMetaData().getColumnName(i) + " "
                        + rows.getMetaData().getColumnTypeName(i));
            }
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(shown(rows, i));
                }
                all.add(row.toString());
            }
            return new Answer(columns, all);
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Floating numbers to nine digits: the order in which they are added is open. */
    private static String shown(ResultSet rows, int column) throws SQLException {
        String text = String.valueOf(rows.getString(column));
        boolean floating =
                rows.getMetaData().getColumnType(column) == Types.DOUBLE && !text.matches("(?i)null|-?inf(inity)?|nan");
        return floating ? new BigDecimal(text).round(new MathContext(9)).toString() : text;
    }

    record Answer(List<String> columns, List<String> rows) {
        Map<String, Integer> bag() {
            Map<String, Integer> bag = new TreeMap<>();
            rows.forEach(row -> bag.merge(row, 1, Integer::sum));
            return bag;
        }
    }
}
