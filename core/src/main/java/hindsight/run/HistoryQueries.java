package hindsight.run;

import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.SourceText;
import hindsight.problem.UsageException;
import hindsight.project.SqlText;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Safety;
import java.util.List;
import java.util.Map;

/** SQL over all changes that a table ever had: {@code _seq}, {@code _weight} and its columns. */
final class HistoryQueries {
    static final String CHANGES = "changes";
    private static final String CONDITION = "SELECT * FROM changes WHERE (";

    private final Workspace workspace;
    private final TableMemory table;
    private final Schema columns;

    HistoryQueries(Workspace workspace, TableMemory table, Schema columns) {
        this.workspace = workspace;
        this.table = table;
        this.columns = columns;
    }

    /**
     * Changes of the row of a key.
     *
     * @throws UsageException when it is not a key of the table
     */
    String byKey(String key, Store store) {
        String condition = new KeyFilter(table).sql(key, store, workspace.now());
        return "SELECT " + selected() + "\nFROM changes\nWHERE " + condition + order();
    }

    /**
     * Changes of rows that fulfil a user's condition; of a table with a key, all changes of their keys.
     *
     * @throws UsageException when it reads other tables
     */
    String where(String condition) {
        List<String> key = table.definition().key();
        String matching = matching(condition);
        if (key.isEmpty()) {
            return "SELECT " + selected() + "\nFROM (" + matching + ") AS matching" + order();
        }
        return """
                SELECT %s
                FROM changes SEMI JOIN (%s) AS matching USING (%s)%s""".formatted(selected(), matching, Identifier.list(key), order());
    }

    /** Rows of {@link #CHANGES} that fulfil a user's condition. It is parsed and bound on its own, so that a mistake is shown in the user's words and not in ours. */
    String matching(String condition) {
        SourceText source = new SourceText("--where", condition);
        String sql = CONDITION + condition + "\n)";
        SqlText.Piece piece = new SqlText.Piece(CONDITION.length(), condition.length(), 0, condition.length());
        ParsedQuery query = workspace.engine().parser().parse(new SqlText(sql, source, List.of(piece)));
        Safety.QUERY.check(query);
        if (query.tables().size() != 1) {
            throw new UsageException(Problem.error(
                    "bad-condition",
                    "Cannot pick rows of " + table.name() + ": the condition reads other tables",
                    "Use only its columns: " + String.join(", ", columns.names()) + "."));
        }
        workspace.engine().binder().bind(query, Map.of(CHANGES, columns));
        return sql;
    }

    private String selected() {
        return "_seq, _weight, " + Identifier.list(columns.names());
    }

    private String order() {
        List<String> key = table.definition().key();
        return "\nORDER BY " + (key.isEmpty() ? "" : Identifier.list(key) + ", ") + "_seq, _weight";
    }
}
