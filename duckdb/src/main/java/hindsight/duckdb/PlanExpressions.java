package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.Expression;
import hindsight.relation.SortKey;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/** Reads the expressions of a plan over one row. */
final class PlanExpressions {
    private final List<Expression> row;
    private final int level;
    private final int table;

    private PlanExpressions(List<Expression> row, int level, int table) {
        this.row = row;
        this.level = level;
        this.table = table;
    }

    /** Over the columns of a relation. */
    static PlanExpressions over(List<DataType> columns) {
        return over(columns, -1);
    }

    /** @param table number of the operator by which a reference that the engine did not resolve names the columns */
    static PlanExpressions over(List<DataType> columns, int table) {
        return new PlanExpressions(references(columns, 0), 0, table);
    }

    /** Over the right side of a join, whose columns come behind those of the left. */
    static PlanExpressions behind(List<DataType> left, List<DataType> right) {
        return new PlanExpressions(references(right, left.size()), 0, -1);
    }

    private static List<Expression> references(List<DataType> columns, int first) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            references.add(new Expression.Reference(first + i, columns.get(i)));
        }
        return references;
    }

    List<Expression> all(JsonTree nodes) {
        List<Expression> all = new ArrayList<>();
        for (JsonTree node : nodes) {
            all.add(of(node));
        }
        return all;
    }

    List<SortKey> orders(JsonTree orders) {
        List<SortKey> keys = new ArrayList<>();
        for (JsonTree order : orders) {
            String direction = order.at("type").text();
            String nulls = order.at("null_order").text();
            if (!direction.endsWith("ENDING") || !nulls.startsWith("NULLS")) {
                throw new Unreadable("it sorts " + direction + " " + nulls);
            }
            keys.add(new SortKey(
                    of(order.at("expression")), direction.equals("DESCENDING"), nulls.equals("NULLS FIRST")));
        }
        return keys;
    }

    Expression of(JsonTree node) {
        PlanShape.check(node);
        String kind = node.at("expression_class").text();
        return switch (kind) {
            case "BOUND_REF" -> column(node, node.at("index").number(0));
            case "BOUND_COLUMN_REF" -> unresolved(node);
            case "BOUND_CONSTANT" -> PlanValues.of(node.at("value"));
            case "BOUND_CONJUNCTION" -> junction(node);
            case "BOUND_CASE" -> choice(node);
            case "BOUND_OPERATOR" -> operator(node.at("type").text(), all(node.at("children")));
            case "BOUND_FUNCTION" -> new PlanFunctions(this).of(node);
            default -> throw new Unreadable("it has a " + PlanShape.words(kind) + " inside of an expression");
        };
    }

    private Expression column(JsonTree node, int index) {
        if (index >= row.size()) {
            throw new Unreadable("its plan refers to column " + index + " of " + row.size());
        }
        Expression column = row.get(index);
        DataType stated = PlanTypes.of(node.at("return_type"));
        if (!column.type().equals(stated)) {
            throw new Unreadable("its plan takes column " + index + " of type " + column.type() + " for " + stated);
        }
        return column;
    }

    private Expression unresolved(JsonTree node) {
        JsonTree binding = node.at("binding");
        if (binding.at("table_index").number(0) != table) {
            throw new Unreadable("its plan refers to columns that are elsewhere");
        }
        return column(node, binding.at("column_index").number(0));
    }

    private Expression junction(JsonTree node) {
        String type = node.at("type").text();
        if (!type.equals("CONJUNCTION_AND") && !type.equals("CONJUNCTION_OR")) {
            throw new Unreadable("it has a junction that is not known, " + type);
        }
        return new Expression.Junction(type.equals("CONJUNCTION_AND"), all(node.at("children")));
    }

    private Expression choice(JsonTree node) {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (JsonTree check : node.at("case_checks")) {
            conditions.add(of(check.at("when_expr")));
            values.add(of(check.at("then_expr")));
        }
        return new Expression.Case(conditions, values, of(node.at("else_expr")));
    }

    private static Expression operator(String type, List<Expression> children) {
        Expression first = children.get(0);
        List<Expression> others = children.subList(1, children.size());
        return switch (type) {
            case "OPERATOR_NOT" -> new Expression.Not(first);
            case "OPERATOR_IS_NULL" -> new Expression.IsNull(first);
            case "OPERATOR_IS_NOT_NULL" -> new Expression.Not(new Expression.IsNull(first));
            case "COMPARE_IN" -> new Expression.OneOf(first, others);
            case "COMPARE_NOT_IN" -> new Expression.Not(new Expression.OneOf(first, others));
            case "OPERATOR_COALESCE" -> new Expression.Coalesce(children);
            case "OPERATOR_TRY" -> new Expression.Attempt(first);
            default -> throw new Unreadable("it has an operator that is not known, " + type);
        };
    }

    /**
     * A lambda. The engine numbers its parameters from the last to the first, and behind them what it takes from the row.
     *
     * @param captured what the lambda takes from the row
     */
    Expression lambda(JsonTree node, List<Expression> captured) {
        PlanShape.check(node);
        int size = node.at("parameter_names").size();
        List<Expression.Parameter> parameters = new ArrayList<>();
        LambdaTypes types = new LambdaTypes(size);
        types.collect(node.at("lambda_expr"));
        for (int i = 0; i < size; i++) {
            parameters.add(new Expression.Parameter(level + i, types.of(size - 1 - i)));
        }
        List<Expression> inner = new ArrayList<>();
        for (int i = size - 1; i >= 0; i--) {
            inner.add(parameters.get(i));
        }
        inner.addAll(captured);
        Expression body = new PlanExpressions(inner, level + size, -1).of(node.at("lambda_expr"));
        return new Expression.Lambda(parameters, body);
    }
}
