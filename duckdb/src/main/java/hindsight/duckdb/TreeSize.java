package hindsight.duckdb;

import hindsight.json.JsonTree;
import java.util.List;
import java.util.Map;

/**
 * How deep and how wide a syntax tree is, in the measure of what the engine's planner can take: it recurses, and crashes the
 * process where the stack ends. Measured on a stack of 1 MB: it bears 600 nested expressions, 300 joins and 250 chained WITH
 * queries, and dies at 900, 600 and 300.
 */
final class TreeSize {
    static final int DEEPEST = 450;
    static final int MOST_QUERIES = 2_000;

    private static final int EXPRESSION = 1;
    private static final int RELATION = 3;
    private static final List<String> RELATIONS =
            List.of("JOIN", "SUBQUERY", "PIVOT", "TABLE_FUNCTION", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE");

    private int deepest;
    private int queries;

    private TreeSize() {}

    static TreeSize of(JsonTree tree) {
        TreeSize size = new TreeSize();
        size.measure(tree, 0);
        return size;
    }

    boolean tooDeep() {
        return deepest > DEEPEST;
    }

    boolean tooManyQueries() {
        return queries > MOST_QUERIES;
    }

    private void measure(JsonTree node, int depth) {
        int here = depth + weight(node);
        deepest = Math.max(deepest, here);
        if (here > DEEPEST || tooManyQueries()) {
            return;
        }
        JsonTree definitions = node.at("cte_map").at("map");
        queries += node.has("cte_map") ? 1 : 0;
        for (int i = 0; i < definitions.size(); i++) {
            measure(definitions.at(i), here + RELATION * i);
        }
        int body = here + RELATION * definitions.size();
        // Plain loops here and in the other walks: a tree is deep, and a stream costs a dozen frames for each level.
        for (Map.Entry<String, JsonTree> field : node.fields()) {
            if (!field.getKey().equals("cte_map")) {
                measure(field.getValue(), body);
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            measure(node.at(i), here);
        }
    }

    private static int weight(JsonTree node) {
        if (node.has("class")) {
            return EXPRESSION;
        }
        return RELATIONS.contains(node.at("type").text()) ? RELATION : 0;
    }
}
