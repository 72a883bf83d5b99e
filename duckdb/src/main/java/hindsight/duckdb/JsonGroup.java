package hindsight.duckdb;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON files: an array of objects, or objects one after the other. A value is read as its text, or as JSON where that is wanted; objects
 * and arrays stay JSON as a whole, so that nothing inside of them is lost when they change their shape.
 *
 * @param keys of all objects
 */
record JsonGroup(List<InputFile> files, List<String> keys) implements FileGroup {
    private static final String FILE_INDEX = "file_index";

    JsonGroup {
        files = List.copyOf(files);
        keys = List.copyOf(keys);
    }

    /** A SELECT of every object as {@code json}. */
    static String objects(List<InputFile> files) {
        return "SELECT json FROM read_json_objects(" + source(files) + ", format = 'auto')";
    }

    @Override
    public List<Column> columns() {
        return keys.stream().map(key -> new Column(key, ColumnProfile.JSON)).toList();
    }

    @Override
    public String rows(List<DataType> wanted) {
        String types = IntStream.range(0, keys.size())
                .mapToObj(i -> Literal.string(keys.get(i)) + ": "
                        + Literal.string(scanned(i, wanted.get(i)).text()))
                .collect(Collectors.joining(", "));
        String values = IntStream.range(0, keys.size())
                .mapToObj(i -> Identifier.quote(keys.get(i)) + " AS " + StrictCast.value(i))
                .collect(Collectors.joining(", "));
        String part = files.size() > 1 ? FILE_INDEX : "0";
        return "SELECT " + values + ", " + part + " AS part FROM read_json(" + source(files)
                + ", format = 'auto', columns = {" + types + "})";
    }

    @Override
    public DataType scanned(int column, DataType wanted) {
        return wanted.equals(ColumnProfile.JSON) ? ColumnProfile.JSON : DataType.VARCHAR;
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String kind(String value) {
        return TextKind.ofJson(value);
    }

    @Override
    public String text(String value) {
        return "(" + value + "->>'$')";
    }

    @Override
    public boolean isSettled(ColumnProfile profile) {
        return profile.type().equals(ColumnProfile.JSON);
    }

    @Override
    public Location place(int file, long row, int column) {
        return new JsonRecords(files.get(file)).place(row);
    }

    @Override
    public Optional<Problem> fault() {
        return files.stream()
                .flatMap(file -> new JsonRecords(file).fault().stream())
                .findFirst();
    }

    @Override
    public @Nullable FileGroup rewritten() {
        return null;
    }

    /** Whether several files with such a key cannot be read by one statement. */
    static boolean hidesFiles(List<String> keys) {
        return keys.stream().anyMatch(FILE_INDEX::equalsIgnoreCase);
    }

    private static String source(List<InputFile> files) {
        return files.stream()
                        .map(file -> Literal.string(EnginePath.of(file.path())))
                        .collect(Collectors.joining(", ", "[", "]"))
                + ", hive_partitioning = false, compression = "
                + (files.get(0).gzipped() ? "'gzip'" : "'none'");
    }
}
