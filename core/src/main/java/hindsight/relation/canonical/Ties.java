package hindsight.relation.canonical;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Completes orders: what the declared keys leave in any order comes by further values, ascending, NULLs last.
 *
 * <p>What is equal in all of these values can change places without anybody noticing, if equal means the same. The engine's order does
 * not tell −0.0 from 0.0 and a month from thirty days; there, the sign or the text of a value comes behind the value. NaNs are all one
 * value, maps are compared with the order of their entries, JSON as text; plans with collations are not read.
 */
final class Ties {
    private static final Pattern TOLD_BY_TEXT = Pattern.compile("\\b(FLOAT|DOUBLE|INTERVAL)\\b");
    private static final String NULL = "\"NULL\"";

    private final RowKeys keys;
    private final Exactness exactness;

    Ties(RowKeys keys, Exactness exactness) {
        this.keys = keys;
        this.exactness = exactness;
    }

    /**
     * An order of rows that is complete: behind the declared keys come all columns, the exact ones first, unless no two rows are alike
     * in the declared ones.
     *
     * @param columns those that count
     * @param alike what is the same in all rows that are sorted together
     */
    List<SortKey> ofRows(Relation relation, List<Integer> columns, List<SortKey> declared, List<Expression> alike) {
        return isUnique(relation, declared, alike) ? declared : broken(declared, alike, references(relation, columns));
    }

    /** The same with the first columns of the relation. */
    List<SortKey> ofRows(Relation relation, int width, List<SortKey> declared, List<Expression> alike) {
        return ofRows(relation, IntStream.range(0, width).boxed().toList(), declared, alike);
    }

    /** Whether no two rows are alike in all of the values. */
    boolean isUnique(Relation relation, List<SortKey> declared, List<Expression> alike) {
        BitSet columns = new BitSet();
        List<Expression> values = new ArrayList<>(alike);
        declared.forEach(key -> values.add(key.value()));
        values.forEach(value -> {
            if (value instanceof Reference reference) {
                columns.set(reference.index());
            }
        });
        return keys.isUnique(relation, columns);
    }

    /** The declared keys, and behind them what is needed of the values. */
    static List<SortKey> broken(List<SortKey> declared, List<Expression> alike, List<Expression> values) {
        List<SortKey> keys = new ArrayList<>(declared);
        for (Expression value : values) {
            if (!isConstant(value) && !alike.contains(value)) {
                add(value, keys);
            }
            if (!isConstant(value) && isAmbiguous(value.type())) {
                add(told(value), keys);
            }
        }
        return List.copyOf(keys);
    }

    private static void add(Expression value, List<SortKey> keys) {
        if (keys.stream().noneMatch(key -> key.value().equals(value))) {
            keys.add(new SortKey(value, false, false));
        }
    }

    /** Whether values of the type that the engine calls equal can differ. */
    static boolean isAmbiguous(DataType type) {
        return TOLD_BY_TEXT.matcher(type.text()).find();
    }

    /** What tells values apart that are called equal. */
    private static Expression told(Expression value) {
        return value.type().family() == TypeFamily.FLOATING
                ? new Expression.Call("signbit", List.of(value), List.of(), DataType.BOOLEAN)
                : new Expression.Cast(value, DataType.VARCHAR, false);
    }

    private static boolean isConstant(Expression value) {
        return value.type().text().equals(NULL)
                || value instanceof Expression.Constant
                || value instanceof Expression.Null;
    }

    /** Columns that are inexact come last: they decide only where the others leave something to decide. */
    private List<Expression> references(Relation relation, List<Integer> columns) {
        List<DataType> types = relation.columns();
        List<String> reasons = exactness.of(relation).columns();
        List<Expression> exact = new ArrayList<>();
        List<Expression> inexact = new ArrayList<>();
        for (int i : columns) {
            (reasons.get(i).isEmpty() ? exact : inexact).add(new Reference(i, types.get(i)));
        }
        exact.addAll(inexact);
        return exact;
    }
}
