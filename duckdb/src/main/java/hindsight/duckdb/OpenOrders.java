package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.sql.OpenOrder;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds in a syntax tree what leaves it to the order of rows what the text gives. The tree tells neither keys nor types, so an order
 * counts as open unless it is by all that an aggregate is given.
 */
final class OpenOrders {
    private final SqlText sql;
    private final TextOffsets offsets;
    private final List<OpenOrder> found = new ArrayList<>();

    private OpenOrders(SqlText sql) {
        this.sql = sql;
        this.offsets = new TextOffsets(sql.text());
    }

    /** In order of the text. */
    static List<OpenOrder> of(SqlText sql, JsonTree statement) {
        OpenOrders orders = new OpenOrders(sql);
        orders.walk(statement);
        orders.found.sort(Comparator.comparingInt(OpenOrder::offset));
        return orders.found;
    }

    private void walk(JsonTree node) {
        if (node.isArray()) {
            node.forEach(this::walk);
        } else if (node.isObject()) {
            visit(node);
            for (Map.Entry<String, JsonTree> field : node.fields()) {
                walk(field.getValue());
            }
        }
    }

    private void visit(JsonTree node) {
        String type = node.at("type").text();
        switch (node.at("class").text(type)) {
            case "LIMIT_MODIFIER" ->
                clause(node.has("limit") ? "LIMIT" : "OFFSET", node.has("limit") ? "limit" : "offset");
            case "DISTINCT_MODIFIER" -> {
                if (node.has("distinct_on_targets")) {
                    clause("DISTINCT ON", "distinct");
                }
            }
            case "JOIN" -> join(node.at("ref_type").text());
            case "RECURSIVE_CTE_NODE" -> {
                if (node.has("key_targets")) {
                    clause("USING KEY", "key");
                }
            }
            case "WINDOW" -> window(node, name(node));
            case "FUNCTION" -> {
                if (FunctionKinds.followsOrder(name(node)) && !isSortedByItsArguments(node)) {
                    add(name(node), node);
                }
            }
            default -> {}
        }
    }

    private void join(String kind) {
        if (kind.equals("ASOF") || kind.equals("POSITIONAL")) {
            clause(kind + " JOIN", Name.folded(kind));
        }
    }

    private void window(JsonTree node, String name) {
        boolean rows = node.at("type").text().equals("WINDOW_AGGREGATE")
                && (node.at("start").text().endsWith("_ROWS")
                        || node.at("end").text().endsWith("_ROWS"));
        if (rows) {
            add("a ROWS frame of " + name, node);
        } else if (FunctionKinds.followsOrder(name)) {
            add(name, node);
        }
    }

    private static boolean isSortedByItsArguments(JsonTree call) {
        Set<String> keys = new HashSet<>();
        call.at("order_bys").at("orders").forEach(order -> keys.add(Fingerprint.of(order.at("expression"))));
        for (JsonTree argument : call.at("arguments")) {
            JsonTree given = argument.at("expression");
            if (!given.at("class").text().equals("CONSTANT") && !keys.contains(Fingerprint.of(given))) {
                return false;
            }
        }
        return !keys.isEmpty();
    }

    private static String name(JsonTree call) {
        return Name.folded(call.at("function_name").text());
    }

    private void add(String what, JsonTree node) {
        int offset = offsets.character(node.at("query_location").number(0));
        int end = offsets.character(node.at("query_location").number(0)
                + node.at("query_location_length").number(1));
        found.add(new OpenOrder(what, offset, end - offset));
    }

    /** The tree gives clauses no place, so the first such word is shown. */
    private void clause(String what, String word) {
        List<Token> tokens = Tokens.of(sql.text());
        Token place =
                tokens.stream().filter(token -> token.is(word)).findFirst().orElse(tokens.get(0));
        found.add(new OpenOrder(what, place.start(), place.length()));
    }
}
