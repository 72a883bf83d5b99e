package hindsight.why;

import hindsight.delta.Restricted;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which rows of a relation are wanted: those that meet all conditions and whose values are among some others.
 *
 * @param rows what values must be among, NULLs being alike; empty: anything
 * @param values over a row of the relation, one for each column of {@code rows}
 * @param sure whether there is a wanted row for each of {@code rows}
 */
record Wanted(Optional<Relation> rows, List<Expression> values, List<Expression> conditions, boolean sure) {
    static final Wanted ALL = new Wanted(Optional.empty(), List.of(), List.of(), false);

    Wanted {
        values = List.copyOf(values);
        conditions = List.copyOf(conditions);
    }

    /** The rows that have these values, for each of which there is one; without values, all rows. */
    static Wanted among(Relation rows, List<Expression> values) {
        return values.isEmpty() ? ALL : new Wanted(Optional.of(rows), values, List.of(), true);
    }

    /** Rows that are known in full, where they have columns. */
    static Wanted these(Relation rows) {
        return among(rows, references(rows.columns()));
    }

    static List<Expression> references(List<DataType> types) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            references.add(new Reference(i, types.get(i)));
        }
        return references;
    }

    boolean isAll() {
        return rows.isEmpty() && conditions.isEmpty();
    }

    Wanted and(List<Expression> more) {
        List<Expression> all = new ArrayList<>(conditions);
        all.addAll(more);
        return new Wanted(rows, values, all, sure);
    }

    Wanted unsure() {
        return new Wanted(rows, values, conditions, false);
    }

    /** For rows from which those of the relation are computed so. */
    Wanted from(List<Expression> computed) {
        UnaryOperator<Expression> change = value -> Expressions.substituted(value, computed);
        return new Wanted(
                rows,
                values.stream().map(change).toList(),
                conditions.stream().map(change).toList(),
                sure);
    }

    /** Whether nothing behind the first columns decides. */
    boolean isWithin(int width) {
        return reach(values) <= width && reach(conditions) <= width;
    }

    private static int reach(List<Expression> expressions) {
        return Expressions.references(expressions).length();
    }

    /** The rows in full as they are known already; empty where they must be looked up. */
    Optional<Relation> known(List<DataType> columns) {
        return sure ? rows.flatMap(known -> columns(known, columns)) : Optional.empty();
    }

    private Optional<Relation> columns(Relation known, List<DataType> types) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            int place = values.indexOf(new Reference(i, types.get(i)));
            if (place < 0) {
                return Optional.empty();
            }
            places.add(place);
        }
        return types.isEmpty() ? Optional.empty() : Optional.of(Project.columns(known, places));
    }

    /** Those values alone that are made of some expressions; only where the rest follows from them. */
    Optional<Wanted> only(List<Expression> deciding) {
        List<Integer> places = new ArrayList<>();
        for (Expression value : deciding) {
            int place = values.indexOf(value);
            if (place < 0) {
                return Optional.empty();
            }
            places.add(place);
        }
        return sure && !places.isEmpty()
                ? rows.map(all -> among(new Distinct(Project.columns(all, places)), deciding))
                : Optional.empty();
    }

    /** The wanted rows of a relation. */
    Relation of(Relation relation) {
        Relation some =
                rows.map(among -> Restricted.rows(relation, among, values)).orElse(relation);
        return conditions.isEmpty() ? some : new Filter(some, conditions);
    }
}
