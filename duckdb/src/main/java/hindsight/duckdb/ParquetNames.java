package hindsight.duckdb;

import hindsight.sql.Literal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the column names of a Parquet file as they are; where two differ only in case, the engine gives one of them another name. */
final class ParquetNames {
    private ParquetNames() {}

    private record Element(String name, int children) {}

    /** The names on the top level of the schema, which lists its elements depth first. */
    static List<String> of(Session session, InputFile file) throws SQLException {
        List<Element> elements = session.attempt(
                "SELECT name, coalesce(num_children, 0) FROM parquet_schema("
                        + Literal.string(EnginePath.of(file.path())) + ")",
                row -> new Element(row.getString(1), row.getInt(2)));
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < elements.size()) {
            names.add(elements.get(at).name());
            at = after(elements, at);
        }
        return names;
    }

    private static int after(List<Element> elements, int at) {
        int next = at + 1;
        for (int child = 0; child < elements.get(at).children(); child++) {
            next = after(elements, next);
        }
        return next;
    }
}
