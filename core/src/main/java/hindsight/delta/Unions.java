package hindsight.delta;

import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.analysis.PlanDigest;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Pairs the branches of unions: the same ones, then the others in order. What is left came or went. */
final class Unions {
    private static final Expression NEVER = new Expression.Constant("false", DataType.BOOLEAN);

    private final Alignment alignment;

    Unions(Alignment alignment) {
        this.alignment = alignment;
    }

    /** @return branches, all of the columns that the given ones have */
    List<Relation> of(List<Relation> then, List<Relation> now) {
        List<String> digests = new ArrayList<>(then.stream().map(Unions::digest).toList());
        List<Relation> old = new ArrayList<>(then);
        List<Relation> branches = new ArrayList<>();
        List<Relation> others = new ArrayList<>();
        for (Relation branch : now) {
            int same = digests.indexOf(digest(branch));
            if (same < 0) {
                others.add(branch);
            } else {
                branches.add(branch);
                digests.remove(same);
                old.remove(same);
            }
        }
        int pairs = Math.min(old.size(), others.size());
        for (int i = 0; i < pairs; i++) {
            branches.add(alignment.of(old.get(i), others.get(i)).exact());
        }
        old.subList(pairs, old.size()).forEach(branch -> branches.add(gone(branch)));
        others.subList(pairs, others.size()).forEach(branch -> branches.add(come(branch)));
        return branches;
    }

    private static String digest(Relation branch) {
        List<String> names = IntStream.range(0, branch.columns().size())
                .mapToObj(String::valueOf)
                .toList();
        return PlanDigest.of(new BoundQuery(branch, names));
    }

    /** Rows that are there on the old side only. */
    private static Relation gone(Relation rows) {
        return new Filter(rows, List.of(Edit.of(Expression.Constant.TRUE, NEVER)));
    }

    /** Rows that are there on the new side only. */
    private static Relation come(Relation rows) {
        return new Filter(rows, List.of(Edit.of(NEVER, Expression.Constant.TRUE)));
    }

    /**
     * Each on its side.
     *
     * <pre>
     * UNION ALL
     *   Filter #edit(TRUE, FALSE)
     *     then
     *   Filter #edit(FALSE, TRUE)
     *     now
     * </pre>
     */
    static Aligned apart(Relation then, Relation now) {
        if (then.columns().equals(now.columns())) {
            return Aligned.same(Weights.together(List.of(gone(then), come(now))));
        }
        int width = then.columns().size();
        Relation both = Weights.together(
                List.of(gone(padded(List.of(), then, now.columns())), come(padded(then.columns(), now, List.of()))));
        return new Aligned(
                both, Aligned.first(width, 0), Aligned.first(now.columns().size(), width));
    }

    private static Relation padded(List<DataType> before, Relation rows, List<DataType> behind) {
        List<Expression> values = new ArrayList<>();
        before.forEach(type -> values.add(new Expression.Null(type)));
        values.addAll(Weights.references(rows.columns(), 0));
        behind.forEach(type -> values.add(new Expression.Null(type)));
        return new Project(rows, values);
    }
}
