package hindsight.bench;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB by itself: the baseline. Two threads, as everything here. */
final class PlainDuck implements AutoCloseable {
    private final Connection connection;

    PlainDuck(String file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        run("SET threads = 2");
        run("SET memory_limit = '4GB'");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads all rows of a query. */
    void read(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Columns of a query's result. */
    Schema schema(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + sql)) {
            List<Column> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), new DataType(rows.getString(2))));
            }
            return new Schema(columns);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
