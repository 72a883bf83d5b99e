package hindsight.delta;

import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Values that rows are held against.
 *
 * @param rows the keys
 * @param values of a row that is held against them, one for each column of the keys that counts
 * @param columns of the keys that count, as many
 * @param comparator by which values and keys are the same: with or without regard to NULL
 */
record Keys(Relation rows, List<Expression> values, List<Integer> columns, Comparator comparator) {
    Keys {
        values = List.copyOf(values);
        columns = List.copyOf(columns);
    }

    /** Keys whose NULLs count. */
    static Keys of(Relation rows, List<Expression> values) {
        return of(rows, values, Comparator.NOT_DISTINCT);
    }

    static Keys of(Relation rows, List<Expression> values, Comparator comparator) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            columns.add(i);
        }
        return new Keys(rows, values, columns, comparator);
    }

    static BitSet references(Expression value) {
        return Expressions.references(List.of(value));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    int size() {
        return values.size();
    }

    Keys none() {
        return new Keys(rows, List.of(), List.of(), comparator);
    }

    /** Those whose values are of a row, not constants: which rows there are can depend on those alone. */
    Keys ofRows() {
        return where(value -> !references(value).isEmpty());
    }

    Keys where(Predicate<Expression> condition) {
        List<Expression> kept = new ArrayList<>();
        List<Integer> keptColumns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (condition.test(values.get(i))) {
                kept.add(values.get(i));
                keptColumns.add(columns.get(i));
            }
        }
        return kept.size() == values.size() ? this : new Keys(rows, kept, keptColumns, comparator);
    }

    /** Whether they were made together with others and are for rows of the same relation. */
    boolean isSame(Keys other) {
        return rows == other.rows
                && columns.equals(other.columns)
                && comparator == other.comparator
                && values.equals(other.values);
    }

    /** The same keys for other rows. */
    Keys over(List<Expression> others) {
        return new Keys(rows, others, columns, comparator);
    }

    /** Those of rows of one side of a join, for the rows of the other side that can match. */
    Keys matching(Matches matches) {
        Keys matched = where(matches.left()::contains)
                .map(value -> matches.right().get(matches.left().indexOf(value)));
        boolean present = matched.comparator == Comparator.EQUAL || matches.comparator() == Comparator.EQUAL;
        return new Keys(matched.rows, matched.values, matched.columns, present ? Comparator.EQUAL : comparator);
    }

    Keys map(UnaryOperator<Expression> change) {
        return new Keys(rows, values.stream().map(change).toList(), columns, comparator);
    }

    /**
     * The rows that are among the keys. Engines look up rows of a scan by equality; so rows with a NULL are looked for apart.
     *
     * <pre>
     * Join SEMI x IS NOT DISTINCT FROM k        UNION ALL
     *   Scan                                      Join SEMI x = k
     *   keys                                        Scan
     *                                     →         keys
     *                                             Join SEMI x IS NOT DISTINCT FROM k
     *                                               Filter x IS NULL
     *                                                 Scan
     *                                               Filter k IS NULL
     *                                                 keys
     * </pre>
     */
    Relation semiJoin(Relation relation) {
        boolean all = columns.size() == rows.columns().size();
        Relation keys = all ? rows : new Distinct(Project.columns(rows, columns));
        if (comparator == Comparator.EQUAL || !(relation instanceof Relation.Scan scan)) {
            return semiJoin(relation, keys, comparator);
        }
        Relation again = new Relation.Scan(scan.table(), scan.read());
        Relation nulls = new Filter(keys, List.of(anyNull(Weights.references(keys.columns(), 0))));
        return Weights.together(List.of(
                semiJoin(relation, keys, Comparator.EQUAL),
                semiJoin(new Filter(again, List.of(anyNull(values))), nulls, Comparator.NOT_DISTINCT)));
    }

    private static Expression anyNull(List<Expression> values) {
        List<Expression> tests =
                values.stream().<Expression>map(Expression.IsNull::new).toList();
        return tests.size() == 1 ? tests.get(0) : new Expression.Junction(false, tests);
    }

    private Relation semiJoin(Relation relation, Relation keys, Comparator same) {
        int width = relation.columns().size();
        List<Expression> conditions = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Expression key = new Reference(width + i, keys.columns().get(i));
            conditions.add(new Expression.Comparison(same, values.get(i), key));
        }
        return new Join(JoinKind.SEMI, relation, keys, conditions);
    }
}
