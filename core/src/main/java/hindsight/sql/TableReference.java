package hindsight.sql;

import hindsight.time.Position;
import java.util.List;
import java.util.Optional;

/**
 * A place where a query names a table that it does not define itself.
 *
 * @param path the name's parts as written; one part for a plain name
 * @param at the position of an AT clause
 * @param alias the name under which the query sees it: the alias, or the last part of the path
 * @param file whether it means a file, such as {@code 'orders.csv'}, unless there is a table of that name
 * @param offset of the whole reference with AT clause and alias, in characters of the SQL text
 * @param length of the whole reference
 */
public record TableReference(
        List<String> path, Optional<Position> at, String alias, boolean file, int offset, int length) {
    public TableReference {
        path = List.copyOf(path);
    }

    /** The last part. */
    public String name() {
        return path.get(path.size() - 1);
    }

    /** The whole name, with dots between its parts. */
    public String fullName() {
        return String.join(".", path);
    }
}
