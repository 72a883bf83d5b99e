package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Expressions as text for people. */
public final class ExpressionPrinter {
    /** For those who read plans: columns by their positions, constants and casts with their types. */
    static final ExpressionPrinter PLAN = new ExpressionPrinter(index -> "#" + index, true);

    private final IntFunction<String> names;
    private final boolean typed;

    private ExpressionPrinter(IntFunction<String> names, boolean typed) {
        this.names = names;
        this.typed = typed;
    }

    /** For those who read SQL: columns by these names, and no types where numbers are meant. */
    public static ExpressionPrinter named(IntFunction<String> names) {
        return new ExpressionPrinter(names, false);
    }

    /** The texts of several. */
    public String list(List<Expression> expressions) {
        return expressions.stream().map(this::print).collect(Collectors.joining(", "));
    }

    String keys(List<SortKey> keys) {
        return keys.stream()
                .map(key -> print(key.value())
                        + (key.descending() ? " desc" : "")
                        + (key.nullsFirst() ? " nulls first" : ""))
                .collect(Collectors.joining(", "));
    }

    /** The text of an expression. */
    public String print(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return names.apply(reference.index());
        }
        if (expression instanceof Expression.Constant constant) {
            return constant(constant);
        }
        if (expression instanceof Expression.Null nothing) {
            return typed ? "NULL::" + nothing.type() : "NULL";
        }
        if (expression instanceof Expression.Parameter parameter) {
            return "x" + parameter.level();
        }
        if (expression instanceof Expression.Cast cast) {
            String value = print(cast.value());
            boolean plain = !typed
                    && !cast.lenient()
                    && isNumber(cast.type())
                    && isNumber(cast.value().type());
            return plain ? value : value + (cast.lenient() ? "::?" : "::") + cast.type();
        }
        if (expression instanceof Expression.Comparison comparison) {
            return print(comparison.left()) + " " + comparison.comparator().symbol() + " " + print(comparison.right());
        }
        if (expression instanceof Expression.Not not) {
            return "NOT (" + print(not.value()) + ")";
        }
        if (expression instanceof Expression.IsNull nothing) {
            return print(nothing.value()) + " IS NULL";
        }
        if (expression instanceof Expression.Junction junction) {
            return junction.terms().stream()
                    .map(term -> term instanceof Expression.Junction ? "(" + print(term) + ")" : print(term))
                    .collect(Collectors.joining(junction.conjunction() ? " AND " : " OR "));
        }
        return call(expression);
    }

    private String constant(Expression.Constant constant) {
        DataType type = constant.type();
        if (type.equals(DataType.VARCHAR)) {
            return "'" + constant.text().replace("'", "''") + "'";
        }
        if (!typed) {
            return isNumber(type) || type.equals(DataType.BOOLEAN)
                    ? constant.text()
                    : type + " '" + constant.text() + "'";
        }
        boolean evident = type.equals(DataType.INTEGER) || type.equals(DataType.BOOLEAN);
        return evident ? constant.text() : constant.text() + "::" + type;
    }

    private static boolean isNumber(DataType type) {
        return switch (type.family()) {
            case INTEGER, DECIMAL, FLOATING -> true;
            case BOOLEAN, TEXT, DATE_TIME, ZONED, OTHER -> false;
        };
    }

    private String call(Expression expression) {
        String arguments = list(expression.children());
        if (expression instanceof Expression.Call call) {
            boolean operator = !Character.isLetter(call.function().charAt(0))
                    && call.arguments().size() == 2;
            return operator
                    ? "(" + print(call.arguments().get(0)) + " " + call.function() + " "
                            + print(call.arguments().get(1)) + ")"
                    : call.function() + "(" + arguments + ")";
        }
        if (expression instanceof Expression.OneOf option) {
            return print(option.value()) + " IN (" + list(option.options()) + ")";
        }
        if (expression instanceof Expression.Case choice) {
            StringBuilder text = new StringBuilder("CASE");
            for (int i = 0; i < choice.conditions().size(); i++) {
                text.append(" WHEN ").append(print(choice.conditions().get(i)));
                text.append(" THEN ").append(print(choice.values().get(i)));
            }
            return text + " ELSE " + print(choice.otherwise()) + " END";
        }
        if (expression instanceof Expression.Lambda lambda) {
            return list(List.copyOf(lambda.parameters())) + " -> " + arguments;
        }
        return expression.getClass().getSimpleName().toLowerCase(Locale.ROOT) + "(" + arguments + ")";
    }

    /** The text of a call over the rows of a group. */
    public String aggregate(AggregateCall call) {
        String orders = call.orders().isEmpty() ? "" : " order by " + keys(call.orders());
        String filter = call.conditions().isEmpty() ? "" : " filter " + list(call.conditions());
        return call.function() + "(" + (call.distinct() ? "distinct " : "") + list(call.arguments()) + orders + ")"
                + filter;
    }

    /** The text of a call over rows around the current one. */
    public String window(WindowCall window) {
        String partition = window.partitions().isEmpty() ? "" : " partition by " + list(window.partitions());
        String orders = window.orders().isEmpty() ? "" : " order by " + keys(window.orders());
        String frame = window.frame().equals(Frame.USUAL) ? "" : " " + frame(window.frame());
        return aggregate(window.call()) + (window.ignoreNulls() ? " ignore nulls" : "") + " over" + partition + orders
                + frame;
    }

    private String frame(Frame frame) {
        String exclusion = frame.exclusion() == Frame.Exclusion.NO_OTHERS ? "" : " without " + frame.exclusion();
        return (frame.unit() + " " + edge(frame.start()) + " to " + edge(frame.end()) + exclusion)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    private String edge(Frame.Bound bound) {
        return (bound.offset().isEmpty() ? "" : print(bound.offset().get(0)) + " ") + bound.edge();
    }
}
