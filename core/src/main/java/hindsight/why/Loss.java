package hindsight.why;

import hindsight.delta.Matches;
import hindsight.delta.Restricted;
import hindsight.delta.Shapes;
import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.OneInput;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.rule.Expressions;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where rows with some values could have come from, operator by operator: the one that has none, though what it reads has some, lost them.
 *
 * @param relation an operator of the query
 * @param rows those of its rows that have them, as far as these can be told of them
 * @param values by which they are picked
 * @param target the values that are wanted
 * @param places of the columns of {@link Contributions#TARGET} that these values are held against
 * @param inputs the same of each relation that it reads
 */
public record Loss(
        Relation relation,
        Relation rows,
        List<Expression> values,
        Relation.Scan target,
        List<Integer> places,
        List<Loss> inputs) {
    public Loss {
        values = List.copyOf(values);
        places = List.copyOf(places);
        inputs = List.copyOf(inputs);
    }

    /** Of a relation of which none of the values is told: all of its rows. */
    private static Loss untold(Relation relation, Relation.Scan target) {
        return new Loss(relation, relation, List.of(), target, List.of(), List.of());
    }

    /** Whether some of the values are told of its rows. */
    public boolean isTold() {
        return !values.isEmpty();
    }

    /** The inputs of which some of the values are told. */
    public List<Loss> below() {
        return inputs.stream().filter(Loss::isTold).toList();
    }

    /**
     * Of a whole query.
     *
     * @param columns positions of the query's columns of which {@link Contributions#TARGET} tells the values, as {@code c0}, {@code c1}, …
     * @throws hindsight.delta.TooLargeException when the query is too large to be looked into
     */
    public static Loss of(BoundQuery query, List<Integer> columns) {
        Relation root = Shapes.simple(query.relation());
        List<Expression> values = new ArrayList<>();
        List<Column> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int column : columns) {
            values.add(new Reference(column, root.columns().get(column)));
            places.add(names.size());
            names.add(new Column("c" + names.size(), root.columns().get(column)));
        }
        return of(root, new Relation.Scan(Contributions.TARGET, names), places, values);
    }

    private static Loss of(Relation relation, Relation.Scan target, List<Integer> places, List<Expression> values) {
        List<Loss> inputs = new ArrayList<>();
        for (int input = 0; input < relation.inputs().size(); input++) {
            List<Integer> kept = new ArrayList<>();
            List<Expression> there = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Optional<Expression> value = below(relation, input, values.get(i))
                        .filter(found -> !Expressions.references(List.of(found)).isEmpty());
                if (value.isPresent()) {
                    kept.add(places.get(i));
                    there.add(value.get());
                }
            }
            Relation below = relation.inputs().get(input);
            inputs.add(there.isEmpty() ? untold(below, target) : of(below, target, kept, there));
        }
        Relation rows = Restricted.rows(relation, Project.columns(target, places), values);
        return new Loss(relation, rows, values, target, places, inputs);
    }

    /**
     * What candidates of one side of a join ask of the other side.
     *
     * @param values that it would have to have; under {@link Contributions#TARGET}, the other side is looked for them
     * @param other has no rows that do
     */
    public record Crossing(BoundQuery values, Loss other) {}

    /**
     * Of a join that lost all candidates of a side.
     *
     * @param side the position of one of the inputs
     * @return empty where nothing is told of it, and where rows of the two sides are not matched by equal values
     */
    public Optional<Crossing> crossing(int side) {
        if (!(relation instanceof Join join) || join.kind() != JoinKind.INNER && join.kind() != JoinKind.SEMI) {
            return Optional.empty();
        }
        Matches matches = side == 0 ? Matches.of(join) : Matches.of(join).mirrored();
        return inputs.get(side).isTold() && !matches.left().isEmpty()
                ? Optional.of(inputs.get(side).asking(matches, inputs.get(1 - side)))
                : Optional.empty();
    }

    private Crossing asking(Matches matches, Loss own) {
        int width = relation.columns().size();
        List<Expression> same = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Reference wanted = new Reference(
                    width + places.get(i), target.read().get(places.get(i)).type());
            same.add(new Expression.Comparison(Comparator.NOT_DISTINCT, values.get(i), wanted));
        }
        List<Expression> picked = new ArrayList<>();
        own.places.forEach(place ->
                picked.add(new Reference(width + place, target.read().get(place).type())));
        picked.addAll(matches.left());
        List<Expression> there = new ArrayList<>(own.values);
        there.addAll(matches.right());
        List<Column> names = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (Expression value : picked) {
            columns.add(names.size());
            names.add(new Column("c" + names.size(), value.type()));
        }
        Relation asked = new Distinct(new Project(new Join(JoinKind.INNER, rows, target, same), picked));
        Loss other = of(own.relation, new Relation.Scan(Contributions.TARGET, names), columns, there);
        return new Crossing(
                new BoundQuery(asked, names.stream().map(Column::name).toList()), other);
    }

    /** A value as rows of an input have it; empty where they do not, or where a row can come without one of that input. */
    private static Optional<Expression> below(Relation relation, int input, Expression value) {
        if (relation instanceof Project project) {
            return Optional.of(Expressions.substituted(value, project.values()));
        }
        if (relation instanceof Aggregate aggregate) {
            return reach(value) <= aggregate.groups().size()
                    ? Optional.of(Expressions.substituted(value, aggregate.groups()))
                    : Optional.empty();
        }
        if (relation instanceof Join || relation instanceof AsOfJoin) {
            return joined(relation, input, value);
        }
        if (relation instanceof SetOperation operation) {
            boolean taken = operation.kind() == SetOperation.Kind.EXCEPT && input > 0;
            return taken ? Optional.empty() : Optional.of(value);
        }
        boolean own = relation instanceof OneInput
                && reach(value) <= relation.inputs().get(0).columns().size();
        return own ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Expression> joined(Relation join, int input, Expression value) {
        int width = join.inputs().get(0).columns().size();
        if (input == 0) {
            return reach(value) <= width ? Optional.of(value) : Optional.empty();
        }
        boolean inner = join instanceof Join plain && plain.kind() == JoinKind.INNER;
        return inner && Expressions.references(List.of(value)).nextSetBit(0) >= width
                ? Optional.of(Expressions.moved(value, index -> index - width))
                : Optional.empty();
    }

    private static int reach(Expression value) {
        return Expressions.references(List.of(value)).length();
    }
}
