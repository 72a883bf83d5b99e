package hindsight.duckdb;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.CsvOptions;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.sql.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * CSV files with the same header and dialect. Everything is read as text.
 *
 * @param layouts as the engine reads them: in UTF-8
 * @param origins as the user wrote them
 */
record CsvGroup(List<CsvLayout> layouts, List<CsvLayout> origins, CsvOptions options, CsvCopies copies)
        implements FileGroup {
    /** How many times as long as a record the engine's buffer is: twice may lose the last record without a word. */
    private static final int BUFFERED = 8;

    CsvGroup {
        layouts = List.copyOf(layouts);
        origins = List.copyOf(origins);
    }

    @Override
    public List<InputFile> files() {
        return layouts.stream().map(CsvLayout::file).toList();
    }

    @Override
    public List<Column> columns() {
        return first().names().stream()
                .map(name -> new Column(name, DataType.VARCHAR))
                .toList();
    }

    @Override
    public String rows(List<DataType> wanted) {
        String texts = options.nullText().filter(text -> !text.isEmpty()).isPresent() ? emptyAsNull(wanted) : "*";
        return "SELECT " + texts + ", file_index AS part FROM " + scan();
    }

    /** With a text of its own for NULL, an empty field is an empty text, and NULL where no text is wanted. */
    private String emptyAsNull(List<DataType> wanted) {
        return IntStream.range(0, wanted.size())
                .mapToObj(i -> wanted.get(i).equals(DataType.VARCHAR)
                        ? StrictCast.value(i)
                        : "nullif(" + StrictCast.value(i) + ", '') AS " + StrictCast.value(i))
                .collect(Collectors.joining(", "));
    }

    private String scan() {
        CsvDialect dialect = first().dialect();
        String paths = layouts.stream()
                .map(layout -> Literal.string(EnginePath.of(layout.file().path())))
                .collect(Collectors.joining(", "));
        String columns = IntStream.range(0, first().names().size())
                .mapToObj(i -> StrictCast.value(i) + ": 'VARCHAR'")
                .collect(Collectors.joining(", "));
        List<String> arguments = new ArrayList<>();
        arguments.add("[" + paths + "]");
        arguments.add("columns = {" + columns + "}");
        arguments.add("auto_detect = false");
        arguments.add("hive_partitioning = false");
        arguments.add("header = " + first().header());
        arguments.add("skip = " + first().blankLines());
        arguments.add("delim = " + Literal.string(dialect.delimiter()));
        arguments.add("quote = " + Literal.string(dialect.quote()));
        arguments.add("escape = " + Literal.string(dialect.escape()));
        arguments.add("nullstr = " + Literal.string(options.nullText().orElse("")));
        arguments.add("comment = ''");
        layouts.stream()
                .mapToLong(CsvLayout::longest)
                .filter(longest -> longest > 0)
                .max()
                .ifPresent(longest -> {
                    arguments.add("max_line_size = " + longest);
                    arguments.add("buffer_size = " + longest * BUFFERED);
                });
        arguments.add("compression = " + (first().file().gzipped() ? "'gzip'" : "'none'"));
        return "read_csv(" + String.join(", ", arguments) + ")";
    }

    @Override
    public DataType scanned(int column, DataType wanted) {
        return DataType.VARCHAR;
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String kind(String value) {
        return TextKind.ofText(text(value), options);
    }

    @Override
    public String text(String value) {
        return options.nullText().filter(text -> !text.isEmpty()).isPresent() ? "nullif(" + value + ", '')" : value;
    }

    @Override
    public boolean isSettled(ColumnProfile profile) {
        return TextKind.TEXT.isIn(profile.kinds());
    }

    @Override
    public Location place(int file, long row, int column) {
        try {
            return new CsvPlaces(origins.get(file)).place(row, column);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Problem> fault() {
        return origins.stream()
                .flatMap(layout -> new CsvFaults(layout).find().stream())
                .findFirst();
    }

    @Override
    public @Nullable FileGroup rewritten() {
        boolean already = !layouts.equals(origins) && first().dialect().equals(CsvCopies.PLAIN);
        return already ? null : plain();
    }

    /** The group read from copies that are written anew. */
    CsvGroup plain() {
        return new CsvGroup(origins.stream().map(copies::plain).toList(), origins, options, copies);
    }

    private CsvLayout first() {
        return layouts.get(0);
    }
}
