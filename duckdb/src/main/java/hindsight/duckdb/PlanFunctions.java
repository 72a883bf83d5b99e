package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads calls: functions, operators, casts, comparisons. */
final class PlanFunctions {
    private static final Map<String, Comparator> COMPARATORS = Map.of(
            "COMPARE_EQUAL", Comparator.EQUAL,
            "COMPARE_NOTEQUAL", Comparator.NOT_EQUAL,
            "COMPARE_LESSTHAN", Comparator.LESS,
            "COMPARE_LESSTHANOREQUALTO", Comparator.LESS_OR_EQUAL,
            "COMPARE_GREATERTHAN", Comparator.GREATER,
            "COMPARE_GREATERTHANOREQUALTO", Comparator.GREATER_OR_EQUAL,
            "COMPARE_DISTINCT_FROM", Comparator.DISTINCT,
            "COMPARE_NOT_DISTINCT_FROM", Comparator.NOT_DISTINCT);

    private final PlanExpressions expressions;

    PlanFunctions(PlanExpressions expressions) {
        this.expressions = expressions;
    }

    static Comparator comparator(String type) {
        Comparator comparator = COMPARATORS.get(type);
        if (comparator == null) {
            throw new Unreadable("it compares in a way that is not known, " + type);
        }
        return comparator;
    }

    /** The name of a function of the engine, in lower case as the engine has it. */
    static String name(JsonTree call) {
        JsonTree path = call.at("qname").at("path");
        boolean builtIn = path.size() == 1 || path.at(0).text().equals("system");
        if (!builtIn || path.size() == 0) {
            throw new Unreadable("it calls a function that is not the engine's own");
        }
        return path.at(path.size() - 1).text();
    }

    Expression of(JsonTree node) {
        String kind = node.at("type").text();
        JsonTree children = node.at("children");
        if (kind.equals("OPERATOR_CAST")) {
            DataType type = PlanTypes.of(node.at("return_type"));
            Expression value = expressions.of(children.at(0));
            boolean lenient = node.at("function_data").at("try_cast").isTrue();
            return ClockMarks.read(value, type).orElseGet(() -> cast(value, type, lenient));
        }
        if (kind.startsWith("COMPARE_") && children.size() == 2) {
            return new Expression.Comparison(
                    comparator(kind), expressions.of(children.at(0)), expressions.of(children.at(1)));
        }
        if (!kind.equals("BOUND_FUNCTION")) {
            throw new Unreadable("it has a call that is not known, " + kind);
        }
        String name = name(node);
        boolean initial = node.at("function_data").at("has_initial").isTrue();
        List<Expression> arguments = arguments(children, initial);
        List<String> names = new ArrayList<>();
        node.at("named_arguments").forEach(argument -> names.add(argument.text()));
        return ClockMarks.unmarked(new Expression.Call(name, arguments, names, PlanTypes.of(node.at("return_type"))));
    }

    /**
     * Behind a lambda stands what it takes from the row.
     *
     * @param initial whether a reduction's first value stands before that
     */
    private List<Expression> arguments(JsonTree children, boolean initial) {
        int lambda = 0;
        while (lambda < children.size()
                && !children.at(lambda).at("expression_class").text().equals("BOUND_LAMBDA")) {
            lambda++;
        }
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < lambda; i++) {
            arguments.add(expressions.of(children.at(i)));
        }
        if (lambda < children.size()) {
            List<Expression> behind = new ArrayList<>();
            for (int i = lambda + 1; i < children.size(); i++) {
                behind.add(expressions.of(children.at(i)));
            }
            int own = initial ? 1 : 0;
            arguments.add(expressions.lambda(children.at(lambda), behind.subList(own, behind.size())));
            arguments.addAll(behind.subList(0, own));
        }
        return arguments;
    }

    /** Casts of constants that only say their type are constants of that type; tuples have a type that no text can name. */
    private static Expression cast(Expression value, DataType type, boolean lenient) {
        if (value.type().equals(type)) {
            return value;
        }
        if (value instanceof Expression.Null) {
            return new Expression.Null(type);
        }
        if (type.text().startsWith("TUPLE(")) {
            return tuple(value, type);
        }
        return value instanceof Expression.Constant constant && holds(type, constant)
                ? new Expression.Constant(constant.text(), type)
                : new Expression.Cast(value, type, lenient);
    }

    /** Whether an integer type surely holds an INTEGER. */
    private static boolean holds(DataType type, Expression.Constant constant) {
        boolean small = constant.text().length() <= 2 && !constant.text().startsWith("-");
        boolean wide = type.equals(DataType.BIGINT) || type.text().equals("HUGEINT");
        return constant.type().equals(DataType.INTEGER) && type.family() == TypeFamily.INTEGER && (small || wide);
    }

    private static Expression tuple(Expression value, DataType type) {
        List<DataType> parts = TupleType.parts(type);
        if (!(value instanceof Expression.Call row)
                || !row.function().equals("row")
                || row.arguments().size() != parts.size()) {
            throw new Unreadable("it converts to a " + type);
        }
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            arguments.add(cast(row.arguments().get(i), parts.get(i), false));
        }
        return new Expression.Call("row", arguments, List.of(), type);
    }
}
