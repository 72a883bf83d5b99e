package hindsight.sql;

import hindsight.project.SqlText;
import java.util.List;

/**
 * One SELECT as the parser saw it.
 *
 * @param sql the text
 * @param tables references to tables that the query does not define itself, in order of the text
 * @param functions calls, keywords such as {@code current_date} included
 * @param fingerprint hex digest of the syntax tree: spaces, comments and letter case of keywords do not count
 */
public record ParsedQuery(SqlText sql, List<TableReference> tables, List<FunctionUse> functions, String fingerprint) {
    public ParsedQuery {
        tables = List.copyOf(tables);
        functions = List.copyOf(functions);
    }
}
