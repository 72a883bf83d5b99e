package hindsight.duckdb;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/** A type such as {@code TUPLE(INTEGER, DECIMAL(4,2))}. */
final class TupleType {
    private TupleType() {}

    static List<DataType> parts(DataType tuple) {
        String inside = tuple.text().substring("TUPLE(".length(), tuple.text().length() - 1);
        List<DataType> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '(' ? 1 : 0;
            depth -= c == ')' ? 1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(new DataType(inside.substring(start, i).strip()));
                start = i + 1;
            }
        }
        parts.add(new DataType(inside.substring(start).strip()));
        return parts;
    }
}
