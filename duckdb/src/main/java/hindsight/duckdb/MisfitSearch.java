package hindsight.duckdb;

import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.CsvOptions;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the first value that does not fit, and says so. */
final class MisfitSearch {
    private static final int SHOWN = 60;

    private final Session session;
    private final OpenGroups groups;
    private final List<StageColumn> columns;
    private final CsvOptions options;

    MisfitSearch(Session session, OpenGroups groups, List<StageColumn> columns, CsvOptions options) {
        this.session = session;
        this.groups = groups;
        this.columns = columns;
        this.options = options;
    }

    /** A value, with its 0-based column of the stage and 0-based row of its file. */
    private record Misfit(int column, String value, int part, long row) {}

    /** The failure for the first value in one of these columns that does not fit. */
    InvalidException failure(List<Integer> places) {
        for (int i = 0; i < groups.size(); i++) {
            List<Misfit> found = groups.read(i, group -> search(group, places));
            if (!found.isEmpty()) {
                return new InvalidException(problem(groups.list().get(i), found.get(0)));
            }
        }
        throw new DefectException("A value that does not fit cannot be found");
    }

    private List<Misfit> search(FileGroup group, List<Integer> places) throws SQLException {
        GroupCasts casts = new GroupCasts(group, columns, options);
        List<Integer> own = places.stream()
                .filter(place -> casts.place(columns.get(place).name()) >= 0)
                .toList();
        if (own.isEmpty()) {
            return List.of();
        }
        List<StrictCast> suspects = own.stream()
                .map(place -> casts.of(columns.get(place).name()).orElseThrow())
                .toList();
        String which = suspects.stream().map(StrictCast::misfits).collect(Collectors.joining(", "));
        String texts = suspects.stream().map(cast -> cast.value() + "::VARCHAR").collect(Collectors.joining(", "));
        String rows = casts.select(", row_number() OVER () - 1 AS place");
        return session.attempt(
                """
                SELECT list_position(misfit, true), text[list_position(misfit, true)], part, place FROM (
                  SELECT [%s] AS misfit, [%s] AS text, part, place FROM (%s))
                WHERE list_contains(misfit, true) ORDER BY place LIMIT 1""".formatted(which, texts, rows),
                row -> new Misfit(
                        own.get(row.getInt(1) - 1),
                        row.getString(2),
                        row.getInt(3),
                        row.getLong(4) - before(group, row.getInt(3))));
    }

    /** Rows of the files before that one. */
    private long before(FileGroup group, int part) throws SQLException {
        if (part == 0) {
            return 0;
        }
        List<DataType> types = new GroupCasts(group, columns, options).wanted();
        return session.attempt(
                        "SELECT count(*) FROM (" + group.rows(types) + ") WHERE part < " + part, row -> row.getLong(1))
                .get(0);
    }

    private Problem problem(FileGroup group, Misfit misfit) {
        StageColumn column = columns.get(misfit.column());
        int place = new GroupCasts(group, columns, options).place(column.name());
        Location location = group.place(misfit.part(), misfit.row(), place);
        String where = location.line() == 0 ? " in row " + (misfit.row() + 1) : "";
        return Problem.error(
                "wrong-type",
                location,
                "Cannot read column " + column.name() + " as " + column.type() + ": " + shown(misfit.value()) + where
                        + " " + reason(column.type(), misfit.value()),
                hint(column));
    }

    private static String shown(String value) {
        return "'" + (value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value) + "'";
    }

    private static String reason(DataType type, String value) {
        boolean number = value.strip().matches("[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?") && !value.isBlank();
        return switch (type.family()) {
            case INTEGER -> number ? numberReason(value, "is not a whole number of that size") : "is not a number";
            case DECIMAL -> number ? numberReason(value, "has more digits") : "is not a number";
            case FLOATING -> "is not a number";
            case BOOLEAN -> "is not true or false";
            case DATE_TIME -> momentReason(type, value);
            case ZONED -> "is not a moment";
            case TEXT, OTHER -> "is none";
        };
    }

    private static String momentReason(DataType type, String value) {
        if (type.equals(DataType.DATE)) {
            return "is not a date";
        }
        if (type.text().equals("TIMESTAMP_NS")) {
            return "is not a date with a time from 1677 to 2262";
        }
        return value.matches(".*\\.[0-9]{6}[0-9]*[1-9].*") ? "is finer than that" : "is not a date with a time";
    }

    private static String numberReason(String value, String otherwise) {
        return value.strip().matches("-?0[0-9]+.*") ? "would lose its leading zeros" : otherwise;
    }

    private static String hint(StageColumn column) {
        boolean moment = column.type().family() == TypeFamily.DATE_TIME;
        if (moment && column.pin() == StageColumn.Pin.DECLARED) {
            return "Write it as 2025-03-31, or state the form: csv: {date_format: '%d.%m.%Y'}.";
        }
        if (column.pin() == StageColumn.Pin.DECLARED) {
            return "Mend the value, or declare another type under columns.";
        }
        return "The column has this type since the first load. Mend the value and load again; nothing was loaded.";
    }
}
