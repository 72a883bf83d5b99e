package hindsight.duckdb;

import hindsight.history.Rows;
import hindsight.schema.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Rows that are streamed over a connection of their own; closing closes the connection. */
final class DuckRows implements Rows {
    private final Connection connection;
    private final ResultSet rows;
    private final Schema schema;

    DuckRows(Connection connection, ResultSet rows, Schema schema) {
        this.connection = connection;
        this.rows = rows;
        this.schema = schema;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next() {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw EngineFailures.fromUserSql(e, "run the query");
        }
    }

    @Override
    public @Nullable Object value(int column) {
        try {
            return converted(rows, column + 1);
        } catch (SQLException e) {
            throw EngineFailures.from(e, "reading column " + column);
        }
    }

    /** All values of the current row. */
    static List<@Nullable Object> values(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(converted(row, i));
        }
        return values;
    }

    @Override
    public void close() {
        close(connection);
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw EngineFailures.from(e, "closing a result");
        }
    }

    private static @Nullable Object converted(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null || value instanceof Boolean || value instanceof BigInteger || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Array || value instanceof DuckDBStruct || value instanceof Map) {
            return nested(value);
        }
        return rows.getString(column);
    }

    private static @Nullable Object nested(@Nullable Object value) throws SQLException {
        if (value instanceof Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                list.add(nested(element));
            }
            return list;
        }
        if (value instanceof DuckDBStruct struct) {
            return nested(struct.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                result.put(String.valueOf(entry.getKey()), nested(entry.getValue()));
            }
            return result;
        }
        if (value == null || value instanceof Boolean || value instanceof BigInteger || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return value.toString();
    }

    /** A FLOAT becomes the shortest number that reads as it, not its digits beyond what it holds. */
    private static Object number(Number number) {
        if (number instanceof Float single) {
            return Double.valueOf(single.toString());
        }
        return number instanceof Double ? (Object) number : (Object) number.longValue();
    }
}
