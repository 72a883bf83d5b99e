package hindsight.duckdb;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a query's result. Those of types that Java has no value for, or another one, are read as the text that the engine
 * writes, also inside nested types: moments without a shift by some zone, dates before Christ, infinity, bytes.
 */
record ResultColumns(Schema schema) {
    static ResultColumns of(ResultSetMetaData data) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new Column(data.getColumnName(i), new DataType(data.getColumnTypeName(i))));
        }
        return new ResultColumns(new Schema(columns));
    }

    /** The query with such columns, and such parts of nested ones, as text; as it is where there is none. */
    String readable(String sql) {
        if (schema.columns().stream()
                .allMatch(column -> forJava(column).equals(column.type().text()))) {
            return sql;
        }
        return schema.columns().stream()
                .map(column -> {
                    String name = Identifier.quote(column.name());
                    String type = forJava(column);
                    return type.equals(column.type().text()) ? name : "CAST(" + name + " AS " + type + ") AS " + name;
                })
                .collect(Collectors.joining(", ", "SELECT ", " FROM (" + sql + ")"));
    }

    private static String forJava(Column column) {
        try {
            return OpenTypeReader.read(column.type().text()).forJava();
        } catch (IllegalArgumentException unknown) {
            return "VARCHAR";
        }
    }
}
