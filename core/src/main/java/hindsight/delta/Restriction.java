package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.rule.Expressions;
import java.util.List;

/**
 * Those rows of a relation, over one side of its inputs and of the clock, whose values are among some keys. The keys go down to the scans
 * as far as that is right, so that only what belongs to them is computed.
 *
 * <pre>
 * Semi join #0 = key             Aggregate by x
 *   Aggregate by x                 Semi join x = key
 *     Scan                  →        Scan
 *   keys                             keys
 * </pre>
 */
final class Restriction {
    private final States states;
    private final Side side;

    Restriction(States states, Side side) {
        this.states = states;
        this.side = side;
    }

    /** The rows; without keys, all. */
    Relation of(Relation any, Keys keys) {
        if (keys.isEmpty()) {
            return states.of(any, side);
        }
        states.grow();
        Relation relation = states.clock().at(any, side);
        if (relation instanceof Relation.Scan scan) {
            return states.rows(scan, side, keys);
        }
        if (relation instanceof Join join) {
            return join(join, keys);
        }
        if (relation instanceof AsOfJoin join) {
            return asOf(join, keys);
        }
        Keys pushed = pushed(relation, keys);
        if (pushed.isEmpty()) {
            return keys.semiJoin(states.of(relation, side));
        }
        List<Relation> inputs =
                relation.inputs().stream().map(input -> of(input, pushed)).toList();
        Relation rows = relation.over(inputs);
        return pushed.size() == keys.size() ? rows : keys.semiJoin(rows);
    }

    /** The keys that every input's rows can be held against, as values of those. */
    private static Keys pushed(Relation relation, Keys keys) {
        if (relation instanceof Filter
                || relation instanceof Sort
                || relation instanceof Distinct
                || relation instanceof SetOperation) {
            return keys.ofRows();
        }
        if (relation instanceof Project project) {
            return keys.ofRows()
                    .map(value -> Expressions.substituted(value, project.values()))
                    .where(Expressions::isSteady)
                    .ofRows();
        }
        if (relation instanceof Unnest unnest) {
            int width = unnest.input().columns().size();
            return keys.ofRows().where(value -> Keys.references(value).length() <= width);
        }
        if (relation instanceof Aggregate aggregate && aggregate.isPlain()) {
            int groups = aggregate.groups().size();
            return keys.ofRows()
                    .where(value -> Keys.references(value).length() <= groups)
                    .map(value -> Expressions.substituted(value, aggregate.groups()))
                    .ofRows();
        }
        if (relation instanceof Window window) {
            List<Expression> partitions = Partitions.common(window);
            return keys.ofRows().where(value -> Partitions.decide(partitions, value));
        }
        if (relation instanceof DistinctOn choice) {
            return keys.ofRows().where(value -> Partitions.decide(choice.targets(), value));
        }
        return keys.none();
    }

    private Relation join(Join join, Keys keys) {
        int width = join.left().columns().size();
        Keys left = keys.ofRows().where(value -> Keys.references(value).length() <= width);
        if (join.kind().padsLeft() || join.kind() == JoinKind.MARK && left.isEmpty()) {
            return keys.semiJoin(states.of(join, side));
        }
        Keys right = keys.ofRows()
                .where(value -> Keys.references(value).nextSetBit(0) >= width)
                .map(value -> Expressions.moved(value, index -> index - width));
        if (join.kind() == JoinKind.INNER) {
            return inner(join, keys, left, right);
        }
        if (left.isEmpty()) {
            return keys.semiJoin(states.of(join, side));
        }
        Relation rows = join.over(lookup(join.left(), left, join.right(), Matches.of(join)));
        return left.size() == keys.size() ? rows : keys.semiJoin(rows);
    }

    private Relation inner(Join join, Keys keys, Keys left, Keys right) {
        Matches matches = Matches.of(join);
        Relation rows;
        if (!left.isEmpty() && !right.isEmpty()) {
            rows = join.over(List.of(of(join.left(), left), of(join.right(), right)));
        } else if (!left.isEmpty()) {
            rows = join.over(partner(join.left(), left, join.right(), matches));
        } else if (!right.isEmpty()) {
            List<Relation> mirrored = partner(join.right(), right, join.left(), matches.mirrored());
            rows = join.over(List.of(mirrored.get(1), mirrored.get(0)));
        } else {
            rows = states.of(join, side);
        }
        boolean all = left.size() == keys.size() || right.size() == keys.size();
        return all ? rows : keys.semiJoin(rows);
    }

    private Relation asOf(AsOfJoin join, Keys keys) {
        int width = join.left().columns().size();
        Keys left = keys.ofRows().where(value -> Keys.references(value).length() <= width);
        if (left.isEmpty() || join.kind().padsLeft()) {
            return keys.semiJoin(states.of(join, side));
        }
        Relation rows = join.over(lookup(join.left(), left, join.right(), Matches.of(join)));
        return left.size() == keys.size() ? rows : keys.semiJoin(rows);
    }

    /** Rows of the one side with some keys, and what of the other side they can be joined with in an inner join. */
    private List<Relation> partner(Relation one, Keys keys, Relation other, Matches matches) {
        return keys.matching(matches).isEmpty()
                ? partner(of(one, keys), other, matches)
                : lookup(one, keys, other, matches);
    }

    /** Rows of the left side with some keys, and what of the right side they can match: by the same keys, where they say what matches. */
    private List<Relation> lookup(Relation left, Keys keys, Relation right, Matches matches) {
        Relation rows = of(left, keys);
        Keys same = keys.matching(matches);
        return same.isEmpty() ? lookup(rows, right, matches) : List.of(rows, of(right, same));
    }

    /** Rows of the one side, and what of the other side they can be joined with in an inner join: all, if the engine finds it as well. */
    List<Relation> partner(Relation rows, Relation other, Matches matches) {
        return Partitions.isScannable(other) && states.isPlain(other, side)
                ? List.of(rows, states.of(other, side))
                : lookup(rows, other, matches);
    }

    /** Rows of the left side, and what of the right side they can match. */
    List<Relation> lookup(Relation rows, Relation other, Matches matches) {
        return List.of(rows, of(other, matches.keysOfLeft(rows)));
    }
}
