package hindsight.sql;

import hindsight.project.SqlText;
import java.util.List;

/**
 * One SELECT as the parser saw it.
 *
 * @param sql the text
 * @param tables references to tables that the query does not define itself, in order of the text
 * @param functions calls, keywords such as {@code current_date} and sampling clauses included, in order of the text
 * @param openOrders what of the text leaves it to the order of rows what it gives, in order of the text
 * @param fingerprint hex digest of the syntax tree: spaces, comments and letter case of keywords and of names do not count,
 *     except where a name appears in the output
 */
public record ParsedQuery(
        SqlText sql,
        List<TableReference> tables,
        List<FunctionUse> functions,
        List<OpenOrder> openOrders,
        String fingerprint) {
    public ParsedQuery {
        tables = List.copyOf(tables);
        functions = List.copyOf(functions);
        openOrders = List.copyOf(openOrders);
    }
}
