package hindsight.sql.writer;

import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Frame;
import hindsight.relation.SortKey;
import hindsight.relation.WindowCall;
import hindsight.sql.writer.Fragment.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes calls of aggregate and window functions, and orders. */
final class CallText {
    private final Dialect dialect;
    private final ExpressionText expressions;

    CallText(Dialect dialect, ExpressionText expressions) {
        this.dialect = dialect;
        this.expressions = expressions;
    }

    Fragment aggregate(AggregateCall call) {
        String text = function(call, false) + filter(call.conditions());
        return Fragment.of(text, Strength.CALL, expressions.all(call.expressions()))
                .with(Trait.AGGREGATE);
    }

    Fragment window(WindowCall window) {
        AggregateCall call = window.call();
        List<String> parts = new ArrayList<>();
        if (!window.partitions().isEmpty()) {
            parts.add("PARTITION BY " + ExpressionText.list(expressions.all(window.partitions())));
        }
        if (!window.orders().isEmpty()) {
            parts.add("ORDER BY " + orders(window.orders()));
        }
        if (!window.frame().equals(Frame.USUAL)) {
            parts.add(frame(window.frame()));
        }
        String text = function(call, window.ignoreNulls()) + filter(call.conditions()) + " OVER ("
                + String.join(" ", parts) + ")";
        return Fragment.of(text, Strength.CALL, expressions.all(window.expressions()))
                .with(Trait.WINDOW);
    }

    String orders(List<SortKey> keys) {
        return keys.stream()
                .map(key -> key(expressions.of(key.value()))
                        + (key.descending() ? " DESC" : "")
                        + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                .collect(Collectors.joining(", "));
    }

    /** The text of what rows are sorted or grouped by. A constant alone would be the position of a column. */
    String key(Fragment value) {
        return value.strength() == Strength.CONSTANT ? "coalesce(" + value.text() + ")" : value.text();
    }

    private String function(AggregateCall call, boolean ignoreNulls) {
        if (call.function().equals("count_star")) {
            return "count(*)";
        }
        return dialect.function(call.function())
                + "(" + (call.distinct() ? "DISTINCT " : "")
                + ExpressionText.list(expressions.all(call.arguments()))
                + (call.orders().isEmpty() ? "" : " ORDER BY " + orders(call.orders()))
                + (ignoreNulls ? " IGNORE NULLS" : "")
                + ")";
    }

    private String filter(List<Expression> conditions) {
        return conditions.isEmpty()
                ? ""
                : expressions.all(conditions).stream()
                        .map(condition -> condition.within(Strength.NOT))
                        .collect(Collectors.joining(" AND ", " FILTER (WHERE ", ")"));
    }

    private String frame(Frame frame) {
        return frame.unit() + " BETWEEN " + bound(frame.start()) + " AND " + bound(frame.end())
                + (frame.exclusion() == Frame.Exclusion.NO_OTHERS ? "" : " EXCLUDE " + words(frame.exclusion()));
    }

    private String bound(Frame.Bound bound) {
        String offset = bound.offset().isEmpty()
                ? ""
                : expressions.of(bound.offset().get(0)).within(Strength.CALL) + " ";
        return offset + words(bound.edge());
    }

    private static String words(Enum<?> value) {
        return value.name().replace('_', ' ');
    }
}
