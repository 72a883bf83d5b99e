package hindsight.duckdb;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Guesses types from all texts of a column. A sample comes first: columns that turn out to be plain text in it are not looked at
 * again, and a file that ends within it is read only once.
 */
final class TypeGuess {
    private static final int SAMPLE = 20_000;

    private final Session session;

    TypeGuess(Session session) {
        this.session = session;
    }

    /** Profiles of columns over all groups, by name; columns that no file has as text have none. */
    Map<String, ColumnProfile> profiles(OpenGroups groups, List<StageColumn> columns) {
        Map<String, ColumnProfile> united = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            Map<Integer, String> names = names(groups.list().get(i), columns);
            groups.read(i, group -> profiles(group, List.copyOf(names.keySet())))
                    .forEach((place, profile) ->
                            united.merge(names.getOrDefault(place, ""), profile, ColumnProfile::and));
        }
        return united;
    }

    /** Names of the stage's columns by 0-based place in the group. */
    private static Map<Integer, String> names(FileGroup group, List<StageColumn> columns) {
        Map<Integer, String> names = new TreeMap<>();
        List<Column> own = group.columns();
        for (int i = 0; i < own.size(); i++) {
            for (StageColumn column : columns) {
                if (own.get(i).named(column.name())) {
                    names.put(i, column.name());
                }
            }
        }
        return names;
    }

    private Map<Integer, ColumnProfile> profiles(FileGroup group, List<Integer> wanted) throws SQLException {
        if (wanted.isEmpty() || !group.isText()) {
            return Map.of();
        }
        List<DataType> types = group.columns().stream().map(Column::type).toList();
        String rows = group.rows(types);
        Sampled sampled = read(group, "(" + rows + " LIMIT " + SAMPLE + ")", wanted);
        if (sampled.rows() < SAMPLE) {
            return sampled.profiles();
        }
        List<Integer> open = wanted.stream()
                .filter(column -> !group.isSettled(sampled.profiles().getOrDefault(column, ColumnProfile.NOTHING)))
                .toList();
        Map<Integer, ColumnProfile> profiles = new HashMap<>(sampled.profiles());
        if (!open.isEmpty()) {
            profiles.putAll(read(group, "(" + rows + ")", open).profiles());
        }
        return profiles;
    }

    private record Sampled(long rows, Map<Integer, ColumnProfile> profiles) {}

    private Sampled read(FileGroup group, String rows, List<Integer> wanted) throws SQLException {
        String kinds = wanted.stream()
                .map(column -> ", " + group.text(StrictCast.value(column)) + " AS t" + column + ", "
                        + group.kind(StrictCast.value(column)) + " AS k" + column)
                .collect(Collectors.joining());
        String figures = wanted.stream().map(column -> ", " + figures(column)).collect(Collectors.joining());
        String sql = "SELECT count(*)" + figures + " FROM (SELECT part" + kinds + " FROM " + rows + ")";
        return session.attempt(sql, row -> sampled(row, wanted)).get(0);
    }

    /** Kinds, digits before the point, digits after it, significant digits; the last only where there can be many. */
    private static String figures(int column) {
        String text = "t" + column;
        String kind = "k" + column;
        int decimal = TextKind.DECIMAL.bit();
        int whole = TextKind.bits(TextKind.INTEGER, TextKind.HUGE);
        return String.join(
                ", ",
                "coalesce(bit_or(" + kind + "), 0)",
                "coalesce(max(CASE WHEN " + kind + " = " + decimal + " THEN strpos(" + text + ", '.') - 1 WHEN " + kind
                        + " & " + whole + " <> 0 THEN length(" + text + ") END), 0)",
                "coalesce(max(CASE WHEN " + kind + " = " + decimal + " THEN length(rtrim(" + text + ")) - strpos("
                        + text + ", '.') END), 0)",
                "coalesce(max(CASE WHEN " + kind + " = " + decimal + " AND length(" + text
                        + ") > 15 THEN length(trim(replace(" + text + ", '.', ''), '-0 ')) END), 0)");
    }

    private static Sampled sampled(ResultSet row, List<Integer> wanted) throws SQLException {
        Map<Integer, ColumnProfile> profiles = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            int at = 2 + 4 * i;
            profiles.put(
                    wanted.get(i),
                    new ColumnProfile(row.getInt(at), row.getInt(at + 1), row.getInt(at + 2), row.getInt(at + 3)));
        }
        return new Sampled(row.getLong(1), profiles);
    }
}
