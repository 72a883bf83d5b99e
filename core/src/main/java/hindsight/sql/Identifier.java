package hindsight.sql;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes names into SQL text. */
public final class Identifier {
    private Identifier() {}

    /** The name in double quotes, as SQL text that means exactly this name. */
    public static String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name that SQL can hold: '" + name.replace("\0", "\\0") + "'");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A name of several parts, such as schema and table, each in double quotes. */
    public static String path(String... parts) {
        return Arrays.stream(parts).map(Identifier::quote).collect(Collectors.joining("."));
    }

    /** Names in double quotes, with commas between them. */
    public static String list(Iterable<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(text.isEmpty() ? "" : ", ").append(quote(name));
        }
        return text.toString();
    }
}
