package hindsight.duckdb;

import hindsight.problem.DefectException;
import hindsight.project.CsvOptions;
import hindsight.schema.DataType;
import hindsight.sql.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads groups of files into one scratch table: guesses types, reads every value strictly, widens where one does not fit. */
final class StageLoad {
    /** Hidden column with the 0-based place of the file, in tables that were made from several. */
    static final String PART = Identifier.quote("part of the load");

    private final Session session;
    private final CsvOptions options;
    private final OpenGroups groups;
    private final List<StageColumn> columns;
    private final Set<String> guessed = new HashSet<>();

    StageLoad(Session session, CsvOptions options, List<FileGroup> groups, List<StageColumn> columns) {
        this.session = session;
        this.options = options;
        this.groups = new OpenGroups(groups);
        this.columns = new ArrayList<>(columns);
    }

    /** Reads everything into a new table and gives its name. */
    String load() {
        guess();
        String table = "memory.stage." + session.freshName("files");
        if (!tryInsert(table)) {
            new Widening(session, groups, columns, options).widen();
            if (!tryInsert(table)) {
                throw new DefectException("Values that were to fit do not");
            }
        }
        return table;
    }

    List<StageColumn> columns() {
        return List.copyOf(columns);
    }

    /** Groups as they were read in the end. */
    List<FileGroup> groups() {
        return groups.list();
    }

    /** Names of columns in which no value was seen. */
    Set<String> guessed() {
        return Set.copyOf(guessed);
    }

    private void guess() {
        List<StageColumn> open = columns.stream()
                .filter(column -> column.pin() == StageColumn.Pin.GUESSED)
                .toList();
        Map<String, ColumnProfile> profiles = new TypeGuess(session).profiles(groups, open);
        StatedTypes stated = new StatedTypes(groups);
        for (StageColumn column : open) {
            ColumnProfile profile = profiles.get(column.name());
            if (profile != null && profile.isEmpty()) {
                guessed.add(column.name());
            }
            DataType type = profile == null ? stated.of(column.name()) : profile.type();
            columns.set(columns.indexOf(column), column.as(type));
        }
    }

    /** Whether all values fit. */
    private boolean tryInsert(String table) {
        String typed = columns.stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.type().text())
                .collect(Collectors.joining(", "));
        session.execute("CREATE OR REPLACE TABLE " + table + " (" + typed
                + (isSeveral() ? ", " + PART + " INTEGER" : "") + ")");
        int part = 0;
        for (int i = 0; i < groups.size(); i++) {
            int firstPart = part;
            if (!groups.read(i, group -> fits(table, group, firstPart))) {
                return false;
            }
            part += groups.list().get(i).files().size();
        }
        return true;
    }

    private boolean fits(String table, FileGroup group, int firstPart) throws SQLException {
        try {
            session.attempt("INSERT INTO " + table + " " + select(group, firstPart));
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains(StrictCast.MARK)) {
                return false;
            }
            throw e;
        }
    }

    private String select(FileGroup group, int firstPart) {
        GroupCasts casts = new GroupCasts(group, columns, options);
        String values = columns.stream()
                .map(column -> casts.of(column.name()).map(StrictCast::orFail).orElse("NULL"))
                .collect(Collectors.joining(", "));
        String part = isSeveral() ? ", part + " + firstPart : "";
        return "SELECT " + values + part + " FROM (" + casts.select("") + ")";
    }

    boolean isSeveral() {
        return groups.files() > 1;
    }
}
