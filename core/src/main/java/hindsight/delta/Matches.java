package hindsight.delta;

import hindsight.relation.AsOfJoin;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Values of the two sides of a join that are equal in every pair: rows that disagree in them have nothing to do with each other.
 *
 * @param left over rows of the left side
 * @param right over rows of the right side, as many
 * @param comparator equality; NULLs are the same where that of any pair says so
 */
public record Matches(List<Expression> left, List<Expression> right, Comparator comparator) {
    public Matches {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** Those of a join: of a mark only those that are never NULL, for a comparison with NULL makes the mark NULL instead of false. */
    public static Matches of(Join join) {
        boolean nullSafeOnly = join.kind() == JoinKind.MARK;
        return of(join.conditions(), join.left().columns().size(), nullSafeOnly);
    }

    static Matches of(AsOfJoin join) {
        return of(join.conditions(), join.left().columns().size(), false);
    }

    private static Matches of(List<Expression> conditions, int width, boolean nullSafeOnly) {
        List<Expression> left = new ArrayList<>();
        List<Expression> right = new ArrayList<>();
        boolean nullSafe = false;
        List<Expression> all = Expressions.conjuncts(conditions);
        for (Expression condition : all) {
            if (condition instanceof Expression.Comparison equality && isEquality(equality, nullSafeOnly)) {
                BitSet one = Keys.references(equality.left());
                BitSet other = Keys.references(equality.right());
                if (isLeft(one, width) && isRight(other, width)) {
                    left.add(equality.left());
                    right.add(Expressions.moved(equality.right(), index -> index - width));
                    nullSafe |= meetsNull(equality, all);
                } else if (isRight(one, width) && isLeft(other, width)) {
                    left.add(equality.right());
                    right.add(Expressions.moved(equality.left(), index -> index - width));
                    nullSafe |= meetsNull(equality, all);
                }
            }
        }
        return new Matches(left, right, nullSafe ? Comparator.NOT_DISTINCT : Comparator.EQUAL);
    }

    /** Whether NULLs can be the same by a condition that must hold together with others. */
    private static boolean meetsNull(Expression.Comparison equality, List<Expression> conditions) {
        return equality.comparator().isNullSafe()
                && !conditions.contains(new Expression.Not(new Expression.IsNull(equality.left())))
                && !conditions.contains(new Expression.Not(new Expression.IsNull(equality.right())));
    }

    private static boolean isEquality(Expression.Comparison comparison, boolean nullSafeOnly) {
        return comparison.comparator() == Comparator.NOT_DISTINCT
                || !nullSafeOnly && comparison.comparator() == Comparator.EQUAL;
    }

    private static boolean isLeft(BitSet references, int width) {
        return !references.isEmpty() && references.length() <= width;
    }

    private static boolean isRight(BitSet references, int width) {
        return references.nextSetBit(0) >= width;
    }

    /** With the sides changed over. */
    public Matches mirrored() {
        return new Matches(/* left= */ right, /* right= */ left, comparator);
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** What right rows are held against, given left rows, weighted or not. */
    Keys keysOfLeft(Relation rows) {
        return isEmpty() ? Keys.of(rows, List.of()) : Keys.of(Weights.keys(rows, left), right, comparator);
    }

    /** What left rows are held against, given right rows, weighted or not. */
    Keys keysOfRight(Relation rows) {
        return mirrored().keysOfLeft(rows);
    }

    /**
     * What those left rows are held against that may have found their first partner or lost their last. Where a pair needs nothing but equal
     * keys, a key with rows that came and rows that went had partners before and has some now: it is left out.
     *
     * @param change of the right side
     * @param all of its keys: what is given where it cannot be told so
     */
    Keys keysOfTurns(Join join, Relation change, Keys all) {
        return isEmpty() || !decide(join) ? all : Keys.of(Weights.oneSidedKeys(change, right), left, comparator);
    }

    /** Whether a left row that has a partner has all right rows of its key: no other condition is about a right row. */
    private boolean decide(Join join) {
        int width = join.left().columns().size();
        long aboutRight = Expressions.conjuncts(join.conditions()).stream()
                .filter(condition -> Keys.references(condition).length() > width)
                .count();
        return aboutRight == right.size();
    }
}
