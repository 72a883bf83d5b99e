package hindsight.sql.writer;

import hindsight.relation.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often expressions refer to each column of their row. */
record Use(Map<Integer, Integer> counts) {
    static Use of(List<Expression> expressions) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Expression expression : expressions) {
            count(expression, counts);
        }
        return new Use(counts);
    }

    private static void count(Expression expression, Map<Integer, Integer> counts) {
        if (expression instanceof Expression.Reference reference) {
            counts.merge(reference.index(), 1, Integer::sum);
        }
        for (Expression child : expression.children()) {
            count(child, counts);
        }
    }

    /** Whether the texts of the columns, which begin the row, can stand where the expressions refer to them. */
    boolean isBorne(List<Fragment> columns, Set<Trait> barred) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() < columns.size())
                .allMatch(entry -> {
                    Fragment column = columns.get(entry.getKey());
                    return column.traits().stream().noneMatch(barred::contains)
                            && (entry.getValue() == 1 || column.isRepeatable());
                });
    }
}
