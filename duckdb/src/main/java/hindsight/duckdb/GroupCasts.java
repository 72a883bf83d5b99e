package hindsight.duckdb;

import hindsight.project.CsvOptions;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the columns of a group are read as the types that were decided on. */
final class GroupCasts {
    private final FileGroup group;
    private final List<DataType> wanted = new ArrayList<>();
    private final List<StrictCast> casts = new ArrayList<>();

    GroupCasts(FileGroup group, List<StageColumn> columns, CsvOptions options) {
        this.group = group;
        for (Column own : group.columns()) {
            StageColumn column = columns.stream()
                    .filter(known -> own.named(known.name()))
                    .findFirst()
                    .orElseThrow();
            checkShape(column);
            int place = wanted.size();
            wanted.add(column.type());
            DataType from = group.scanned(place, column.type());
            casts.add(
                    from.equals(DataType.VARCHAR)
                            ? StrictCast.ofText(place, column.type(), options, column.spelling())
                            : StrictCast.of(place, from, column.type()));
        }
    }

    /** Text is not taken apart while it is loaded: what does not fit a nested type would be lost there without a word. */
    private void checkShape(StageColumn column) {
        if (group.isText() && column.type().text().matches("(?s)(STRUCT|MAP|UNION|VARIANT).*|.*\\[[0-9]*]")) {
            throw group.files()
                    .get(0)
                    .invalid(
                            "nested-type",
                            "Cannot read column " + column.name() + " as " + column.type()
                                    + ": only Parquet has nested columns",
                            "Load it as JSON and take it apart in a model: " + column.name() + "->>'key'.");
        }
    }

    /** What each of the group's columns is to become. */
    List<DataType> wanted() {
        return List.copyOf(wanted);
    }

    /** The cast of a column; empty where the group has none of that name. */
    Optional<StrictCast> of(String name) {
        int place = place(name);
        return place < 0 ? Optional.empty() : Optional.of(casts.get(place));
    }

    /** 0-based; negative where the group has no column of that name. */
    int place(String name) {
        List<Column> own = group.columns();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).named(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A SELECT of {@code part}, every value as scanned and beside it in its type.
     *
     * @param more items to select, each with a comma before it
     */
    String select(String more) {
        String inner = casts.stream()
                .map(cast -> ", " + cast.value() + ", " + cast.inner())
                .collect(Collectors.joining());
        return "SELECT part" + inner + more + " FROM (" + group.rows(wanted) + ")";
    }
}
