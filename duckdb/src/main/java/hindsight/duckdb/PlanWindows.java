package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Frame;
import hindsight.relation.SortKey;
import hindsight.relation.WindowCall;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads calls of aggregate and window functions. */
final class PlanWindows {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("WINDOW_ROW_NUMBER", "row_number"),
            Map.entry("WINDOW_RANK", "rank"),
            Map.entry("WINDOW_RANK_DENSE", "dense_rank"),
            Map.entry("WINDOW_PERCENT_RANK", "percent_rank"),
            Map.entry("WINDOW_CUME_DIST", "cume_dist"),
            Map.entry("WINDOW_NTILE", "ntile"),
            Map.entry("WINDOW_LAG", "lag"),
            Map.entry("WINDOW_LEAD", "lead"),
            Map.entry("WINDOW_FIRST_VALUE", "first_value"),
            Map.entry("WINDOW_LAST_VALUE", "last_value"),
            Map.entry("WINDOW_NTH_VALUE", "nth_value"));
    /** Functions of a row's place in its partition, whatever the frame. */
    private static final Set<String> FRAMELESS =
            Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead");

    private final PlanExpressions expressions;

    PlanWindows(PlanExpressions expressions) {
        this.expressions = expressions;
    }

    AggregateCall aggregate(JsonTree node) {
        checkClass(node, "BOUND_AGGREGATE");
        return new AggregateCall(
                PlanFunctions.name(node),
                expressions.all(node.at("children")),
                node.at("aggregate_type").text().equals("DISTINCT"),
                expressions.orders(node.at("order_bys").at("orders")),
                condition(node.at("filter")),
                PlanTypes.of(node.at("return_type")));
    }

    WindowCall window(JsonTree node) {
        checkClass(node, "BOUND_WINDOW");
        String type = node.at("type").text();
        String function = type.equals("WINDOW_AGGREGATE") ? PlanFunctions.name(node) : FUNCTIONS.get(type);
        if (function == null) {
            throw new Unreadable("it calls a window function that is not known, " + type);
        }
        AggregateCall call = new AggregateCall(
                function,
                expressions.all(node.at("children")),
                node.at("distinct").isTrue(),
                expressions.orders(node.at("arg_orders")),
                condition(node.at("filters")),
                PlanTypes.of(node.at("return_type")));
        List<SortKey> orders = orders(node);
        Frame frame = FRAMELESS.contains(function) && call.orders().isEmpty() ? Frame.USUAL : frame(node);
        return new WindowCall(
                call, node.at("ignore_nulls").isTrue(), expressions.all(node.at("partitions")), orders, frame);
    }

    /** Where a RANGE measures in another type than it is ordered by, such as days in intervals, the engine has cast the order. */
    private List<SortKey> orders(JsonTree node) {
        List<SortKey> orders = expressions.orders(node.at("orders"));
        JsonTree casts = node.at("sql_range_order_casts");
        if (casts.size() == 0) {
            return orders;
        }
        if (orders.size() != 1) {
            throw new Unreadable("its window has a range over " + orders.size() + " orders");
        }
        Expression value = orders.get(0).value();
        for (int i = casts.size() - 1; i >= 0; i--) {
            if (!(value instanceof Expression.Cast cast)
                    || !cast.type().equals(PlanTypes.of(casts.at(i).at("target_type")))) {
                throw new Unreadable("its window has a range that is not known");
            }
            value = cast.value();
        }
        if (!value.type().equals(PlanTypes.of(node.at("sql_range_order_type")))) {
            throw new Unreadable("its window has a range that is not known");
        }
        return List.of(
                new SortKey(value, orders.get(0).descending(), orders.get(0).nullsFirst()));
    }

    private static void checkClass(JsonTree node, String expected) {
        PlanShape.check(node);
        if (!node.at("expression_class").text().equals(expected)) {
            throw new Unreadable(
                    "it has a " + PlanShape.words(node.at("expression_class").text()) + " in place of a "
                            + PlanShape.words(expected));
        }
    }

    private List<Expression> condition(JsonTree node) {
        return node.isObject() ? List.of(expressions.of(node)) : List.of();
    }

    private Frame frame(JsonTree node) {
        String start = node.at("start").text("UNBOUNDED_PRECEDING");
        String end = node.at("end").text("CURRENT_ROW_RANGE");
        String exclusion = node.at("exclude_clause").text("NO_OTHER");
        return new Frame(
                unit(start + end),
                bound(start, node.at("start_expr")),
                bound(end, node.at("end_expr")),
                switch (exclusion) {
                    case "NO_OTHER" -> Frame.Exclusion.NO_OTHERS;
                    case "CURRENT_ROW" -> Frame.Exclusion.CURRENT_ROW;
                    case "GROUP" -> Frame.Exclusion.GROUP;
                    case "TIES" -> Frame.Exclusion.TIES;
                    default -> throw new Unreadable("its window leaves out " + exclusion);
                });
    }

    private static Frame.Unit unit(String edges) {
        if (edges.contains("ROWS")) {
            return Frame.Unit.ROWS;
        }
        return edges.contains("GROUPS") ? Frame.Unit.GROUPS : Frame.Unit.RANGE;
    }

    private Frame.Bound bound(String edge, JsonTree expression) {
        if (edge.startsWith("UNBOUNDED_") || edge.startsWith("CURRENT_ROW")) {
            String name = edge.replaceFirst("^CURRENT_ROW_.*", "CURRENT_ROW");
            return new Frame.Bound(Frame.Edge.valueOf(name), List.of());
        }
        if (!edge.startsWith("EXPR_")) {
            throw new Unreadable("its window has an edge that is not known, " + edge);
        }
        Frame.Edge kind = edge.contains("PRECEDING") ? Frame.Edge.PRECEDING : Frame.Edge.FOLLOWING;
        JsonTree offset = edge.endsWith("RANGE") ? offset(expression) : expression;
        return new Frame.Bound(kind, List.of(expressions.of(offset)));
    }

    /** The engine has made the edge of a RANGE a value to compare with: the order's value plus or minus the offset. */
    private static JsonTree offset(JsonTree edge) {
        JsonTree sum = edge;
        while (sum.at("type").text().equals("OPERATOR_CAST")) {
            sum = sum.at("children").at(0);
        }
        if (sum.at("children").size() != 2 || !sum.at("qname").isObject()) {
            throw new Unreadable("its window has a range that is not known");
        }
        return sum.at("children").at(1);
    }
}
