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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs queries and compares what they give. */
final class PlanQueries {
    private static final int SECONDS = 30;

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
        assertSame(answer(session, sql), session, written, sql.contains("order by") && !sql.contains("over"));
    }

    static void assertSame(Answer expected, Session session, String written, boolean inOrder) {
        Answer actual;
        try {
            actual = answer(session, written);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + written, e);
        }
        assertThat(actual.columns).as(written).isEqualTo(expected.columns);
        if (inOrder ? !actual.hasRowsInOrder(expected) : !actual.hasRows(expected)) {
            assertThat(actual.rows).as(written).isEqualTo(expected.rows);
        }
    }

    /** Random queries can multiply rows without end. */
    private static Statement limited(Statement statement) throws SQLException {
        statement.setQueryTimeout(SECONDS);
        return statement;
    }

    static Answer answer(Session session, String sql) {
        try (Statement statement = limited(session.connection().createStatement());
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            int width = rows.getMetaData().getColumnCount();
            for (int i = 1; i <= width; i++) {
                columns.add(rows.getMetaData().getColumnName(i) + " "
                        + rows.getMetaData().getColumnTypeName(i));
            }
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(cell(rows, i));
                }
                all.add(row);
            }
            return new Answer(columns, all);
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Object cell(ResultSet rows, int column) throws SQLException {
        String text = String.valueOf(rows.getString(column));
        boolean floating =
                rows.getMetaData().getColumnType(column) == Types.DOUBLE && !text.matches("(?i)null|-?inf(inity)?|nan");
        return floating ? (Object) Double.valueOf(text) : text;
    }

    /**
     * What a query gives.
     *
     * @param rows of texts, and of floating numbers: these need only be close, since the order in which they are added is open
     */
    record Answer(List<String> columns, List<List<Object>> rows) {
        private static final double CLOSE = 1e-9;

        /** Rows to the last digit, with how often each comes. */
        Map<List<Object>, Integer> bag() {
            Map<List<Object>, Integer> bag = new HashMap<>();
            rows.forEach(row -> bag.merge(row, 1, Integer::sum));
            return bag;
        }

        /** Rows as texts, floating numbers to nine digits, with how often each comes: close ones can be told apart at the ninth. */
        Map<String, Integer> rounded() {
            Map<String, Integer> bag = new TreeMap<>();
            rows.forEach(
                    row -> bag.merge(row.stream().map(Answer::rounded).toList().toString(), 1, Integer::sum));
            return bag;
        }

        private static Object rounded(Object cell) {
            return cell instanceof Double number ? new BigDecimal(number).round(new MathContext(9)) : cell;
        }

        boolean hasRowsInOrder(Answer other) {
            return rows.size() == other.rows.size()
                    && IntStream.range(0, rows.size()).allMatch(i -> isClose(rows.get(i), other.rows.get(i)));
        }

        /** Whether each row has its own close one in the other answer. */
        boolean hasRows(Answer other) {
            Map<List<Object>, Integer> surplus = other.bag();
            rows.forEach(row -> surplus.merge(row, -1, Integer::sum));
            List<List<Object>> missing = times(surplus, 1);
            List<List<Object>> unknown = times(surplus, -1);
            return missing.size() == unknown.size()
                    && missing.stream()
                            .allMatch(row -> unknown.stream()
                                    .filter(each -> isClose(row, each))
                                    .findFirst()
                                    .map(unknown::remove)
                                    .orElse(false));
        }

        private static List<List<Object>> times(Map<List<Object>, Integer> surplus, int sign) {
            List<List<Object>> rows = new ArrayList<>();
            surplus.forEach((row, count) -> rows.addAll(Collections.nCopies(Math.max(0, sign * count), row)));
            return rows;
        }

        private static boolean isClose(List<Object> one, List<Object> other) {
            return IntStream.range(0, one.size()).allMatch(i -> isClose(one.get(i), other.get(i)));
        }

        private static boolean isClose(Object one, Object other) {
            return one instanceof Double a && other instanceof Double b
                    ? Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b))
                    : one.equals(other);
        }
    }
}
