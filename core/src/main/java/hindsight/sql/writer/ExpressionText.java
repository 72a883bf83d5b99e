package hindsight.sql.writer;

import hindsight.relation.Expression;
import hindsight.sql.writer.Fragment.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes expressions over a row whose columns have texts already. */
final class ExpressionText {
    private final Dialect dialect;
    private final List<Fragment> row;

    ExpressionText(Dialect dialect, List<Fragment> row) {
        this.dialect = dialect;
        this.row = row;
    }

    List<Fragment> all(List<Expression> expressions) {
        List<Fragment> fragments = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            fragments.add(of(expression));
        }
        return fragments;
    }

    Fragment of(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return row.get(reference.index());
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        List<Fragment> parts = all(expression.children());
        if (expression instanceof Expression.Constant constant) {
            return Fragment.of(dialect.constant(constant), Strength.CONSTANT, parts);
        }
        if (expression instanceof Expression.Null nothing) {
            return atom(dialect.nullOf(nothing.type()), parts);
        }
        if (expression instanceof Expression.Cast cast) {
            String word = cast.lenient() ? "TRY_CAST(" : "CAST(";
            return atom(word + parts.get(0).text() + " AS " + dialect.type(cast.type()) + ")", parts);
        }
        if (expression instanceof Expression.Coalesce) {
            return atom("coalesce(" + list(parts) + ")", parts);
        }
        if (expression instanceof Expression.Attempt) {
            return atom("TRY(" + parts.get(0).text() + ")", parts);
        }
        if (expression instanceof Expression.Case choice) {
            return atom(choice(parts, choice.conditions().size()), parts);
        }
        if (expression instanceof Expression.Lambda lambda) {
            return atom(lambda(lambda, parts.get(0)), parts);
        }
        if (expression instanceof Expression.Parameter parameter) {
            return Fragment.parameter(name(parameter));
        }
        return truth(expression, parts);
    }

    private Fragment truth(Expression expression, List<Fragment> parts) {
        if (expression instanceof Expression.Comparison comparison) {
            return Fragment.of(
                    parts.get(0).within(Strength.OPERATOR)
                            + " " + comparison.comparator().symbol() + " "
                            + parts.get(1).within(Strength.OPERATOR),
                    Strength.COMPARISON,
                    parts);
        }
        if (expression instanceof Expression.Junction junction) {
            Strength strength = junction.conjunction() ? Strength.AND : Strength.OR;
            String text = parts.stream()
                    .map(part -> part.within(Strength.NOT))
                    .collect(Collectors.joining(junction.conjunction() ? " AND " : " OR "));
            return Fragment.of(text, strength, parts);
        }
        if (expression instanceof Expression.Not not) {
            return not.value() instanceof Expression.IsNull nothing
                    ? Fragment.of(
                            of(nothing.value()).within(Strength.OPERATOR) + " IS NOT NULL", Strength.COMPARISON, parts)
                    : Fragment.of("NOT " + parts.get(0).within(Strength.COMPARISON), Strength.NOT, parts);
        }
        if (expression instanceof Expression.IsNull) {
            return Fragment.of(parts.get(0).within(Strength.OPERATOR) + " IS NULL", Strength.COMPARISON, parts);
        }
        if (expression instanceof Expression.OneOf) {
            return Fragment.of(
                    parts.get(0).within(Strength.OPERATOR) + " IN (" + list(parts.subList(1, parts.size())) + ")",
                    Strength.COMPARISON,
                    parts);
        }
        throw new IllegalArgumentException("no text for " + expression.getClass());
    }

    private Fragment call(Expression.Call call) {
        if (DecimalArithmetic.is(call)) {
            Optional<Expression.Call> plain = DecimalArithmetic.plain(call);
            Fragment sum = written(plain.orElse(call));
            return plain.isPresent()
                    ? sum
                    : atom("CAST(" + sum.text() + " AS " + dialect.type(call.type()) + ")", List.of(sum));
        }
        return written(call);
    }

    private Fragment written(Expression.Call call) {
        List<Fragment> parts = all(call.arguments());
        List<String> texts =
                parts.stream().map(part -> part.within(Strength.CALL)).toList();
        Fragment fragment = Fragment.of(dialect.call(call, texts), Strength.OPERATOR, parts);
        return parts.isEmpty() ? fragment.with(Trait.CHANCE) : fragment;
    }

    private static String choice(List<Fragment> parts, int size) {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i < size; i++) {
            text.append(" WHEN ").append(parts.get(i).text());
            text.append(" THEN ").append(parts.get(size + i).text());
        }
        return text.append(" ELSE ")
                .append(parts.get(2 * size).text())
                .append(" END")
                .toString();
    }

    private static String lambda(Expression.Lambda lambda, Fragment body) {
        return lambda.parameters().stream()
                .map(ExpressionText::name)
                .collect(Collectors.joining(", ", "(lambda ", ": " + body.text() + ")"));
    }

    private static String name(Expression.Parameter parameter) {
        return "x" + parameter.level();
    }

    private static Fragment atom(String text, List<Fragment> parts) {
        return Fragment.of(text, Strength.CALL, parts);
    }

    static String list(List<Fragment> fragments) {
        return fragments.stream().map(Fragment::text).collect(Collectors.joining(", "));
    }
}
