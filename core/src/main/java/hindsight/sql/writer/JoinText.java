package hindsight.sql.writer;

import hindsight.relation.AsOfJoin;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import hindsight.sql.writer.Fragment.Strength;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/** Writes joins. Conditions of a side move into WHERE or ON where that changes nothing. */
final class JoinText {
    private final Dialect dialect;
    private final RelationText relations;

    JoinText(Dialect dialect, RelationText relations) {
        this.dialect = dialect;
        this.relations = relations;
    }

    Select join(Join join) {
        return switch (join.kind()) {
            case MARK -> mark(join);
            case SINGLE -> single(join);
            case INNER, LEFT, RIGHT, FULL, SEMI, ANTI -> tables(join);
        };
    }

    private Select tables(Join join) {
        JoinKind kind = join.kind();
        Select left = side(join.left(), kind.padsLeft());
        Select right = side(join.right(), kind.padsRight() || !kind.givesRight());
        if (kind == JoinKind.FULL) {
            left = withoutConditions(left);
            right = withoutConditions(right);
        }
        List<Expression> conditions = new ArrayList<>(join.conditions());
        if (!kind.givesRight()) {
            List<Fragment> outer = left.columns();
            List<Expression> own = conditions.stream()
                    .filter(condition -> !readsAny(outer, condition))
                    .toList();
            right = filtered(right, conditions(own, left, right));
            conditions.removeAll(own);
        }
        List<Fragment> on = new ArrayList<>(conditions(conditions, left, right));
        on.addAll(kind.padsLeft() ? left.where() : List.of());
        on.addAll(kind == JoinKind.INNER || kind == JoinKind.RIGHT ? List.of() : right.where());
        List<Fragment> where = new ArrayList<>(kind.padsLeft() ? List.of() : left.where());
        where.addAll(kind == JoinKind.INNER || kind == JoinKind.RIGHT ? right.where() : List.of());
        List<Fragment> columns = kind.givesRight() ? both(left, right) : left.columns();
        Select joined = new Select("", columns)
                .from(
                        from(left, words(join, on), right)
                                + (kind == JoinKind.INNER || !on.isEmpty() ? on(on) : " ON true"),
                        true);
        return where.isEmpty() ? joined : joined.where(where);
    }

    /**
     * A side of which a row's existence is all that counts, with its conditions within it. In ON, conditions of that side alone are wrong in
     * DuckDB 2.0: it looks at a single row of the side, before the conditions or after them, and gives a row several times where
     * the side is an outer join.
     */
    private Select filtered(Select right, List<Fragment> own) {
        boolean bare = own.isEmpty() && right.where().isEmpty() && !right.isJoined();
        return bare ? right : relations.wrapped(right.where(own));
    }

    /** Whether a condition, as it is written, reads a column of the side: its constants stand where they are referred to. */
    private static boolean readsAny(List<Fragment> side, Expression condition) {
        return Expressions.references(List.of(condition)).stream()
                .anyMatch(
                        position -> position < side.size() && side.get(position).reads());
    }

    private static String words(Join join, List<Fragment> on) {
        boolean cross = join.kind() == JoinKind.INNER && on.isEmpty();
        return cross ? " CROSS JOIN " : join.kind() == JoinKind.INNER ? " JOIN " : " " + join.kind() + " JOIN ";
    }

    private static String from(Select left, String words, Select right) {
        return left.from() + words + (right.isJoined() ? "(" + right.from() + ")" : right.from());
    }

    private static String on(List<Fragment> conditions) {
        return Select.conditions(" ON ", conditions);
    }

    /** @param bare whether only columns of tables can be given: others would not be NULL in rows without a partner */
    private Select side(Relation relation, boolean bare) {
        Select select = relations.of(relation);
        boolean simple = select.stage().atMost(Stage.WHERE)
                && !select.from().isEmpty()
                && select.traits().isEmpty()
                && Fragment.union(select.where()).isEmpty()
                && (!bare || select.columns().stream().allMatch(Fragment::isColumn));
        return simple ? select : relations.wrapped(select);
    }

    private Select withoutConditions(Select select) {
        return select.where().isEmpty() ? select : relations.wrapped(select);
    }

    private List<Fragment> conditions(List<Expression> conditions, Select left, Select right) {
        return new ExpressionText(dialect, both(left, right)).all(conditions);
    }

    private static List<Fragment> both(Select left, Select right) {
        List<Fragment> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return columns;
    }

    Select asOf(AsOfJoin join) {
        Select left = withoutConditions(side(join.left(), true));
        Select right = table(side(join.right(), true));
        String words = " ASOF " + (join.kind() == JoinKind.INNER ? "" : join.kind() + " ") + "JOIN ";
        return new Select("", both(left, right))
                .from(from(left, words, right) + on(conditions(join.conditions(), left, right)), true);
    }

    Select positional(PositionalJoin join) {
        Select left = table(side(join.left(), true));
        Select right = table(side(join.right(), true));
        return new Select("", both(left, right)).from(from(left, " POSITIONAL JOIN ", right), true);
    }

    private Select table(Select select) {
        return select.isJoined() || !select.where().isEmpty() ? relations.wrapped(select) : select;
    }

    /** A left row's mark is a subquery over the right side: EXISTS where no condition can be NULL, else IN or ANY. */
    private Select mark(Join join) {
        Select left = outer(join);
        Select right = side(join.right(), false);
        List<Fragment> row = both(left, right);
        ExpressionText texts = new ExpressionText(dialect, row);
        List<Expression.Comparison> compared = join.conditions().stream()
                .filter(Expression.Comparison.class::isInstance)
                .map(Expression.Comparison.class::cast)
                .filter(comparison -> !comparison.comparator().isNullSafe())
                .toList();
        List<Fragment> exists = texts.all(join.conditions().stream()
                .filter(condition -> !(condition instanceof Expression.Comparison c) || !compared.contains(c))
                .toList());
        List<Fragment> where = new ArrayList<>(right.where());
        where.addAll(exists);
        String source = " FROM " + right.from() + Select.conditions(" WHERE ", where);
        List<Fragment> columns = new ArrayList<>(left.columns());
        columns.add(
                compared.isEmpty()
                        ? subquery("EXISTS (SELECT 1" + source + ")", Strength.CALL)
                        : subquery(compared(compared, texts, source), Strength.COMPARISON));
        return left.columns(columns);
    }

    private static String compared(List<Expression.Comparison> compared, ExpressionText texts, String source) {
        List<Fragment> values = compared.stream().map(c -> texts.of(c.left())).toList();
        List<Fragment> others = compared.stream().map(c -> texts.of(c.right())).toList();
        String selected = "(SELECT " + ExpressionText.list(others) + source + ")";
        String value = values.size() == 1
                ? values.get(0).within(Strength.CALL)
                : values.stream().map(Fragment::text).collect(Collectors.joining(", ", "(", ")"));
        Comparator comparator = compared.get(0).comparator();
        return comparator == Comparator.EQUAL
                ? value + " IN " + selected
                : value + " " + comparator.symbol() + " ANY " + selected;
    }

    private Select single(Join join) {
        Select left = outer(join);
        Select right = side(join.right(), false);
        List<Fragment> where = new ArrayList<>(right.where());
        where.addAll(new ExpressionText(dialect, both(left, right)).all(join.conditions()));
        List<Fragment> columns = new ArrayList<>(left.columns());
        for (Fragment column : right.columns()) {
            String text =
                    "(SELECT " + column.text() + " FROM " + right.from() + Select.conditions(" WHERE ", where) + ")";
            columns.add(subquery(text, Strength.CALL));
        }
        return left.columns(columns);
    }

    /** The left side of a subquery in the select list; what the subquery refers to are plain values. */
    private Select outer(Join join) {
        return relations.upTo(Stage.WHERE, join.left(), join.conditions(), EnumSet.allOf(Trait.class));
    }

    private static Fragment subquery(String text, Strength strength) {
        return Fragment.of(text, strength, List.of()).with(Trait.SUBQUERY);
    }
}
