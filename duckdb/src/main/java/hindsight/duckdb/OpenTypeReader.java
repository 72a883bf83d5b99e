package hindsight.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the names that the engine gives types, such as {@code STRUCT(a INTEGER, "b c" DECIMAL(12,2)[])}; nothing else passes. */
final class OpenTypeReader {
    private static final int DEEPEST = 100;
    private static final Set<String> NATIVE = Set.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "FLOAT",
            "DOUBLE",
            "VARCHAR",
            "BLOB",
            "UUID",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP_NS",
            "TIMESTAMP WITH TIME ZONE",
            "VARIANT");
    private static final Set<String> AS_TEXT = Set.of(
            "HUGEINT",
            "UHUGEINT",
            "BIGNUM",
            "INTERVAL",
            "TIME WITH TIME ZONE",
            "TIME_NS",
            "TIMESTAMP_S",
            "TIMESTAMP_MS",
            "BIT",
            "JSON",
            "GEOMETRY");
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d{1,2}, ?\\d{1,2}\\)");
    private static final Pattern WORDS = Pattern.compile("[A-Z][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*");
    private static final Pattern SUFFIX = Pattern.compile("\\[\\d{0,9}]");
    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*)");
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");

    /** Of what is NULL and nothing else; no column of a table has it. */
    private static final String NOTHING = "\"NULL\"";

    private final String text;
    private int at;

    private OpenTypeReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is no type that a table may have */
    static OpenType read(String text) {
        OpenTypeReader reader = new OpenTypeReader(text);
        OpenType type = reader.type(0);
        if (reader.at < text.length()) {
            throw reader.unknown();
        }
        return type;
    }

    private OpenType type(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a type is nested more than " + DEEPEST + " deep");
        }
        OpenType type = single(depth);
        for (Matcher suffix = next(SUFFIX); suffix != null; suffix = next(SUFFIX)) {
            type = new OpenType.Sequence(type, suffix.group());
        }
        return type;
    }

    private OpenType single(int depth) {
        if (skip("STRUCT(")) {
            return new OpenType.Struct(fields(depth));
        }
        if (skip("UNION(")) {
            return new OpenType.Union(fields(depth));
        }
        if (skip("TUPLE(")) {
            return new OpenType.Tuple(types(depth));
        }
        if (skip("MAP(")) {
            List<OpenType> parts = types(depth);
            if (parts.size() != 2) {
                throw unknown();
            }
            return new OpenType.Mapping(parts.get(0), parts.get(1));
        }
        return leaf();
    }

    private OpenType leaf() {
        Matcher decimal = next(DECIMAL);
        if (decimal != null) {
            return new OpenType.Native(decimal.group());
        }
        int start = at;
        if (skip("ENUM(")) {
            do {
                expect(TEXT);
            } while (skip(", "));
            close();
            return new OpenType.Text(text.substring(start, at));
        }
        if (skip(NOTHING)) {
            return new OpenType.Text(NOTHING);
        }
        String name = expect(WORDS).group();
        if (NATIVE.contains(name)) {
            return new OpenType.Native(name);
        }
        if (AS_TEXT.contains(name)) {
            return new OpenType.Text(name);
        }
        throw unknown();
    }

    private List<OpenType> types(int depth) {
        List<OpenType> types = new ArrayList<>();
        do {
            types.add(type(depth + 1));
        } while (skip(", "));
        close();
        return types;
    }

    private List<OpenType.Field> fields(int depth) {
        List<OpenType.Field> fields = new ArrayList<>();
        do {
            Matcher name = expect(NAME);
            String quoted = name.group(1);
            String plain = quoted == null ? name.group(2) : quoted.replace("\"\"", "\"");
            if (!skip(" ")) {
                throw unknown();
            }
            fields.add(new OpenType.Field(plain, type(depth + 1)));
        } while (skip(", "));
        close();
        return fields;
    }

    private void close() {
        if (!skip(")")) {
            throw unknown();
        }
    }

    private boolean skip(String expected) {
        boolean there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    private Matcher expect(Pattern pattern) {
        Matcher found = next(pattern);
        if (found == null) {
            throw unknown();
        }
        return found;
    }

    private @Nullable Matcher next(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("there is no type " + text);
    }
}
