package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.schema.DataType;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the types of a plan, by the names under which the engine shows them. */
final class PlanTypes {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private PlanTypes() {}

    static List<DataType> all(JsonTree types) {
        List<DataType> all = new ArrayList<>();
        types.forEach(type -> all.add(of(type)));
        return all;
    }

    static DataType of(JsonTree type) {
        return new DataType(text(type));
    }

    private static String text(JsonTree type) {
        JsonTree info = type.at("type_info");
        String alias = info.at("alias").text();
        if (!alias.isEmpty()) {
            return alias;
        }
        String id = type.at("id").text();
        return switch (id) {
            case "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> id;
            case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE" -> id;
            case "DATE", "TIME", "TIME_NS", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> id;
            case "TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE", "INTERVAL", "UUID", "BLOB", "BIT" -> id;
            case "VARCHAR" -> varchar(info);
            case "STRING_LITERAL" -> "VARCHAR";
            case "INTEGER_LITERAL" -> "INTEGER";
            case "NULL", "SQLNULL" -> "\"NULL\"";
            case "DECIMAL" ->
                "DECIMAL(" + info.at("width").number(0) + "," + info.at("scale").number(0) + ")";
            case "LIST" -> text(info.at("child_type")) + "[]";
            case "ARRAY" -> text(info.at("child_type")) + "[" + info.at("size").number(0) + "]";
            case "STRUCT", "TUPLE" -> id + fields(info.at("child_types"));
            case "MAP" -> map(info.at("child_type").at("type_info").at("child_types"));
            case "ENUM" -> enumeration(info.at("values"));
            default -> throw new Unreadable("it has values of a type that is not known, " + id);
        };
    }

    private static String varchar(JsonTree info) {
        if (!info.at("collation").text().isEmpty()) {
            throw new Unreadable(
                    "it sorts texts by the collation " + info.at("collation").text());
        }
        return "VARCHAR";
    }

    private static String fields(JsonTree fields) {
        List<String> texts = new ArrayList<>();
        for (JsonTree field : fields) {
            String name = field.at("first").text();
            texts.add((name.isEmpty() ? "" : name(name) + " ") + text(field.at("second")));
        }
        return texts.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    /** As the engine spells it, which quotes all keywords, also those that need no quotes. */
    private static String name(String name) {
        return PLAIN.matcher(name).matches() && !Keywords.contains(name) ? name : Identifier.quote(name);
    }

    private static String map(JsonTree pair) {
        return "MAP(" + text(pair.at(0).at("second")) + ", " + text(pair.at(1).at("second")) + ")";
    }

    private static String enumeration(JsonTree values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(Literal.string(value.text())));
        return texts.stream().collect(Collectors.joining(", ", "ENUM(", ")"));
    }
}
