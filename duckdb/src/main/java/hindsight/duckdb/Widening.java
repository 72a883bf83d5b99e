package hindsight.duckdb;

import hindsight.project.CsvOptions;
import hindsight.schema.DataType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks for the columns with values that do not fit, and finds wider types for those that may have one. */
final class Widening {
    private final Session session;
    private final OpenGroups groups;
    private final List<StageColumn> columns;
    private final CsvOptions options;

    /** @param columns are given their wider types */
    Widening(Session session, OpenGroups groups, List<StageColumn> columns, CsvOptions options) {
        this.session = session;
        this.groups = groups;
        this.columns = columns;
        this.options = options;
    }

    /**
     * Widens what must be.
     *
     * @throws hindsight.problem.InvalidException naming the first value that nothing can be done for
     */
    void widen() {
        Set<Integer> misfits = misfits();
        Map<String, ColumnProfile> profiles = profiles(misfits);
        List<Integer> hopeless = new ArrayList<>();
        for (int place : misfits) {
            StageColumn column = columns.get(place);
            Optional<DataType> wider =
                    column.pin() == StageColumn.Pin.DECLARED ? Optional.empty() : wider(column, profiles);
            wider.ifPresentOrElse(type -> columns.set(place, column.as(type)), () -> hopeless.add(place));
        }
        if (!hopeless.isEmpty()) {
            throw new MisfitSearch(session, groups, columns, options).failure(hopeless);
        }
    }

    private Optional<DataType> wider(StageColumn column, Map<String, ColumnProfile> profiles) {
        ColumnProfile profile = profiles.get(column.name());
        DataType found =
                profile == null ? new StatedTypes(groups).of(column.name()) : profile.typeToJoin(column.type());
        Optional<DataType> wider = column.type().widen(found).filter(type -> !type.equals(column.type()));
        boolean text = column.pin() == StageColumn.Pin.GUESSED && profile != null;
        return text ? wider.or(() -> Optional.of(DataType.VARCHAR)) : wider;
    }

    private Map<String, ColumnProfile> profiles(Set<Integer> misfits) {
        List<StageColumn> open = misfits.stream().map(columns::get).toList();
        return new TypeGuess(session).profiles(groups, open);
    }

    /** Places of the columns in which some value does not fit. */
    private Set<Integer> misfits() {
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < groups.size(); i++) {
            groups.read(i, group -> found.addAll(misfits(group)));
        }
        return found;
    }

    private List<Integer> misfits(FileGroup group) throws SQLException {
        GroupCasts casts = new GroupCasts(group, columns, options);
        String conditions = columns.stream()
                .map(column -> "coalesce(bool_or("
                        + casts.of(column.name()).map(StrictCast::misfits).orElse("false") + "), false)")
                .collect(Collectors.joining(", "));
        return session.attempt("SELECT " + conditions + " FROM (" + casts.select("") + ")", row -> {
                    List<Integer> found = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        if (row.getBoolean(i + 1)) {
                            found.add(i);
                        }
                    }
                    return found;
                })
                .get(0);
    }
}
