package hindsight.sql.writer;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.util.List;

/** SQL as DuckDB reads it. */
public final class DuckDialect implements Dialect {
    @Override
    public String name(String name) {
        return DuckWords.isPlain(name) ? name : Identifier.quote(name);
    }

    @Override
    public String type(DataType type) {
        return type.text();
    }

    @Override
    public String constant(Expression.Constant constant) {
        String text = constant.text();
        DataType type = constant.type();
        return switch (type.text()) {
            case "VARCHAR" -> Literal.string(text);
            case "BOOLEAN" -> text;
            case "INTEGER" -> text.startsWith("-") ? "(" + text + ")" : text;
            case "DATE" -> "DATE '" + text + "'";
            case "TIMESTAMP" -> "TIMESTAMP '" + text + "'";
            case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMPTZ '" + text + "+00'";
            default -> "CAST(" + (isExact(type) ? text : Literal.string(text)) + " AS " + type(type) + ")";
        };
    }

    private static boolean isExact(DataType type) {
        return type.family() == TypeFamily.INTEGER || type.family() == TypeFamily.DECIMAL;
    }

    @Override
    public String nullOf(DataType type) {
        return type.text().equals("\"NULL\"") ? "NULL" : "CAST(NULL AS " + type(type) + ")";
    }

    @Override
    public String call(Expression.Call call, List<String> arguments) {
        String function = call.function();
        boolean operator =
                !Character.isLetter(function.charAt(0)) && function.charAt(0) != '_' && !function.contains("_");
        if (operator && arguments.size() == 1) {
            return function + " " + arguments.get(0);
        }
        return operator && arguments.size() == 2
                ? arguments.get(0) + " " + function + " " + arguments.get(1)
                : function(function) + "(" + named(call, arguments) + ")";
    }

    private String named(Expression.Call call, List<String> arguments) {
        int first = arguments.size() - call.names().size();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arguments.size(); i++) {
            text.append(i > 0 ? ", " : "");
            text.append(i < first ? "" : name(call.names().get(i - first)) + " := ");
            text.append(arguments.get(i));
        }
        return text.toString();
    }

    @Override
    public String function(String function) {
        return name(function);
    }
}
