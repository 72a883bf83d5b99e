package hindsight.duckdb;

import hindsight.json.JsonTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which operators and expressions of the engine's plans we know, with all their fields. A plan with others was made by another version
 * or by a feature that nobody has looked at, and may mean something else than we think.
 */
final class PlanShape {
    static final String VERSION = "v2.0.";
    static final int LONGEST = 16_000_000;
    static final int DEEPEST = 3_000;

    private static final Set<String> COMMON = Set.of("type", "children", "table_index");
    private static final Set<String> EXPRESSION = Set.of(
            "expression_class", "type", "alias", "query_location", "query_location_length", "return_type", "children");
    private static final Map<String, Set<String>> FIELDS = new HashMap<>();

    static {
        operator("LOGICAL_GET", """
                returned_types names projection_ids table_filters arguments qname has_serialize function_data parameters named_parameters
                input_table_types input_table_names projected_input column_indexes table_filters_by_projection""");
        operator("LOGICAL_DUMMY_SCAN", "");
        operator("LOGICAL_EMPTY_RESULT", "return_types bindings");
        operator("LOGICAL_EXPRESSION_GET", "expr_types expressions");
        operator("LOGICAL_FILTER", "expressions projection_map");
        operator("LOGICAL_PROJECTION", "expressions");
        operator(
                "LOGICAL_AGGREGATE_AND_GROUP_BY",
                "expressions group_index aggregate_index groupings_index groups grouping_sets grouping_functions");
        operator("LOGICAL_WINDOW", "window_index expressions");
        operator("LOGICAL_UNNEST", "unnest_index expressions");
        operator("LOGICAL_ORDER_BY", "orders projections");
        operator("LOGICAL_LIMIT", "limit_val offset_val");
        operator("LOGICAL_DISTINCT", "distinct_type distinct_targets order_by");
        operator("LOGICAL_SAMPLE", "sample_options");
        operator("LOGICAL_CROSS_PRODUCT", "");
        operator("LOGICAL_POSITIONAL_JOIN", "");
        String join = "join_type mark_index mark_types left_projection_map right_projection_map ";
        operator("LOGICAL_COMPARISON_JOIN", join + "conditions");
        operator("LOGICAL_ASOF_JOIN", join + "conditions");
        operator("LOGICAL_ANY_JOIN", join + "condition");
        operator("LOGICAL_UNION", "column_count setop_all");
        operator("LOGICAL_EXCEPT", "column_count setop_all");
        operator("LOGICAL_INTERSECT", "column_count setop_all");
        operator("LOGICAL_MATERIALIZED_CTE", "column_count ctename materialize");
        operator("LOGICAL_RECURSIVE_CTE", "union_all ctename column_count internal_types");
        operator("LOGICAL_CTE_REF", "cte_index chunk_types bound_columns");
        expression("BOUND_REF", "index");
        expression("BOUND_COLUMN_REF", "binding");
        expression("BOUND_CONSTANT", "value");
        expression("BOUND_CONJUNCTION", "");
        expression("BOUND_OPERATOR", "");
        expression("BOUND_CASE", "case_checks else_expr");
        expression("BOUND_UNNEST", "child");
        expression("BOUND_LAMBDA", "lambda_expr parameter_count parameter_names");
        expression(
                "BOUND_FUNCTION",
                "arguments qname has_serialize is_operator function_data positional_arguments named_arguments");
        expression("BOUND_AGGREGATE", "arguments qname has_serialize aggregate_type function_data order_bys filter");
        expression("BOUND_WINDOW", """
                arguments qname has_serialize function_data partitions orders ignore_nulls start end start_expr end_expr exclude_clause
                distinct arg_orders filters sql_range_start sql_range_end sql_range_order_type sql_range_order_casts
                sql_range_start_boundary sql_range_end_boundary""");
    }

    private PlanShape() {}

    private static void operator(String type, String fields) {
        add(type, COMMON, fields);
    }

    private static void expression(String type, String fields) {
        add(type, EXPRESSION, fields);
    }

    private static void add(String type, Set<String> common, String fields) {
        Set<String> all = new HashSet<>(common);
        all.addAll(Arrays.asList(fields.split("\\s+")));
        FIELDS.put(type, all);
    }

    /** Whether the JSON of a plan is small enough to be read by recursion. */
    static void checkSize(String json) {
        if (json.length() > LONGEST) {
            throw new Unreadable(
                    "its plan is " + json.length() + " characters long, and at most " + LONGEST + " are read");
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
                checkDepth(depth);
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }

    private static void checkDepth(int depth) {
        if (depth > DEEPEST) {
            throw new Unreadable("its plan is nested more than " + DEEPEST + " levels deep");
        }
    }

    /** Whether the operator or expression is one we know, and so are all its fields. */
    static void check(JsonTree node) {
        String type = node.at("expression_class").text(node.at("type").text());
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            throw new Unreadable("it has an operator that is not known, " + words(type));
        }
        for (Map.Entry<String, JsonTree> field : node.fields()) {
            if (!known.contains(field.getKey())) {
                throw new Unreadable(
                        "its operator " + words(type) + " has a part that is not known, " + field.getKey());
            }
        }
    }

    static String words(String type) {
        return type.replaceFirst("^(LOGICAL|BOUND)_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
