package hindsight.duckdb;

import hindsight.engine.FileStage.ReadRequest;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unites the columns of files with those that are known. */
final class StageColumns {
    private final Session session;
    private final Map<String, DataType> declared = new LinkedHashMap<>();
    private final Map<String, DataType> remembered = new LinkedHashMap<>();
    private final Map<String, StageColumn> columns = new LinkedHashMap<>();

    private StageColumns(Session session) {
        this.session = session;
    }

    /**
     * All columns: of the files in order of appearance, then those declared or remembered that no file has.
     *
     * @throws hindsight.problem.InvalidException when a declared type is none
     */
    static List<StageColumn> unite(Session session, List<FileGroup> groups, ReadRequest request) {
        StageColumns united = new StageColumns(session);
        united.declare(request.declared());
        request.remembered().forEach(column -> united.remembered.put(Name.folded(column.name()), column.type()));
        groups.forEach(group -> group.columns().forEach(column -> united.add(column.name())));
        request.declared().forEach(column -> united.add(column.name()));
        request.remembered().forEach(column -> united.add(column.name()));
        return List.copyOf(united.columns.values());
    }

    private void add(String name) {
        String folded = Name.folded(name);
        DataType fixed = declared.get(folded);
        DataType known = remembered.get(folded);
        StageColumn column;
        if (fixed != null) {
            column = new StageColumn(name, StageColumn.Pin.DECLARED, fixed);
        } else if (known != null) {
            column = new StageColumn(name, StageColumn.Pin.REMEMBERED, known);
        } else {
            column = new StageColumn(name, StageColumn.Pin.GUESSED, DataType.VARCHAR);
        }
        columns.putIfAbsent(folded, column);
    }

    private void declare(List<Column> stated) {
        Problems problems = new Problems();
        List<Column> canonical = new ArrayList<>();
        for (Column column : stated) {
            try {
                canonical.add(new Column(column.name(), canonical(column.type())));
            } catch (SQLException unknown) {
                problems.add(Problem.error(
                        "unknown-type",
                        "Cannot read column " + column.name() + " as " + column.type() + ": there is no such type",
                        "Usual ones are BIGINT, DOUBLE, DECIMAL(12,2), VARCHAR, BOOLEAN, DATE and TIMESTAMP."));
            }
        }
        problems.throwIfErrors();
        canonical.forEach(column -> declared.put(Name.folded(column.name()), column.type()));
    }

    /** The engine's own name of a type. The text gets into the statement as a value, never as SQL. */
    private DataType canonical(DataType stated) throws SQLException {
        String json = "\"" + stated.text().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return session.attempt(
                        "SELECT typeof(json_transform('null', " + Literal.string(json) + "))",
                        row -> new DataType(row.getString(1)))
                .get(0);
    }
}
