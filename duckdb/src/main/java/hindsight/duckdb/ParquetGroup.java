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

/** One Parquet file; it states its types. */
record ParquetGroup(InputFile file, List<Column> columns) implements FileGroup {
    ParquetGroup {
        columns = List.copyOf(columns);
    }

    /** What the engine reads. */
    static String scan(InputFile file) {
        return "read_parquet(" + Literal.string(EnginePath.of(file.path())) + ", hive_partitioning = false)";
    }

    @Override
    public List<InputFile> files() {
        return List.of(file);
    }

    @Override
    public String rows(List<DataType> wanted) {
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> Identifier.quote(columns.get(i).name()) + " AS " + StrictCast.value(i))
                .collect(Collectors.joining(", "));
        return "SELECT " + values + ", 0 AS part FROM " + scan(file);
    }

    @Override
    public DataType scanned(int column, DataType wanted) {
        return columns.get(column).type();
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public String kind(String value) {
        return Integer.toString(TextKind.TEXT.bit());
    }

    @Override
    public String text(String value) {
        return value + "::VARCHAR";
    }

    @Override
    public boolean isSettled(ColumnProfile profile) {
        return true;
    }

    @Override
    public Location place(int file, long row, int column) {
        return this.file.location();
    }

    @Override
    public Optional<Problem> fault() {
        return Optional.empty();
    }

    @Override
    public @Nullable FileGroup rewritten() {
        return null;
    }
}
