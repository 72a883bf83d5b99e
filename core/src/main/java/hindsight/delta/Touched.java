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
import hindsight.relation.Window;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of some expressions in the rows of a relation that may change, and perhaps in others: found from the changes of the inputs
 * without computing what the relation computes over several rows.
 */
final class Touched {
    private final Derivation derivation;

    Touched(Derivation derivation) {
        this.derivation = derivation;
    }

    /** The values, each combination once; empty where no row can change. */
    Optional<Relation> of(Relation relation, List<Expression> values) {
        if (!derivation.canChange(relation)) {
            return Optional.empty();
        }
        if (derivation.clock().moves(relation)) {
            return exactly(relation, values);
        }
        if (relation instanceof Filter || relation instanceof Sort || relation instanceof Distinct) {
            return Partitions.isScannable(relation)
                    ? exactly(relation, values)
                    : of(relation.inputs().get(0), values);
        }
        if (relation instanceof Project project) {
            List<Expression> below = values.stream()
                    .map(value -> Expressions.substituted(value, project.values()))
                    .toList();
            boolean steady = below.stream().allMatch(Expressions::isSteady);
            return steady ? of(project.input(), below) : exactly(relation, values);
        }
        if (relation instanceof SetOperation operation) {
            return together(operation.inputs().stream()
                    .map(input -> of(input, values))
                    .flatMap(Optional::stream)
                    .toList());
        }
        if (relation instanceof Join join && !join.kind().padsLeft()) {
            return joined(join, join.left(), join.right(), Matches.of(join), values);
        }
        if (relation instanceof AsOfJoin join && !join.kind().padsLeft()) {
            return joined(join, join.left(), join.right(), Matches.of(join), values);
        }
        return grouped(relation, values);
    }

    private Optional<Relation> grouped(Relation relation, List<Expression> values) {
        if (relation instanceof Aggregate aggregate && aggregate.isPlain()) {
            int groups = aggregate.groups().size();
            if (values.stream().allMatch(value -> Keys.references(value).length() <= groups)) {
                return of(
                        aggregate.input(),
                        values.stream()
                                .map(value -> Expressions.substituted(value, aggregate.groups()))
                                .toList());
            }
        }
        boolean apart = relation instanceof Window window && decide(Partitions.common(window), values)
                || relation instanceof DistinctOn choice && decide(choice.targets(), values);
        return apart ? of(relation.inputs().get(0), values) : exactly(relation, values);
    }

    private static boolean decide(List<Expression> parts, List<Expression> values) {
        return values.stream().allMatch(value -> Partitions.decide(parts, value));
    }

    /** Values of changed rows of the one side, and of rows of it that match a key of the other side that may change. */
    private Optional<Relation> joined(
            Relation join, Relation left, Relation right, Matches matches, List<Expression> values) {
        int width = left.columns().size();
        boolean ofLeft =
                values.stream().allMatch(value -> Keys.references(value).length() <= width);
        boolean ofRight =
                values.stream().allMatch(value -> Keys.references(value).nextSetBit(0) >= width);
        if (ofLeft && !(matches.isEmpty() && derivation.canChange(right))) {
            return side(left, right, matches, values);
        }
        boolean inner = join instanceof Join plain && plain.kind() == JoinKind.INNER;
        if (inner && ofRight && !(matches.isEmpty() && derivation.canChange(left))) {
            List<Expression> moved = values.stream()
                    .map(value -> Expressions.moved(value, index -> index - width))
                    .toList();
            return side(right, left, matches.mirrored(), moved);
        }
        return exactly(join, values);
    }

    private Optional<Relation> side(Relation side, Relation other, Matches matches, List<Expression> values) {
        List<Relation> parts = new ArrayList<>();
        of(side, values).ifPresent(parts::add);
        of(other, matches.right()).ifPresent(keys -> {
            Keys partners = Keys.of(keys, matches.left(), matches.comparator());
            parts.add(Weights.keys(derivation.restriction(Side.NEW).of(side, partners), values));
        });
        return together(parts);
    }

    private static Optional<Relation> together(List<Relation> parts) {
        return switch (parts.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(parts.get(0));
            default -> Optional.of(new SetOperation(SetOperation.Kind.UNION, false, parts));
        };
    }

    private Optional<Relation> exactly(Relation relation, List<Expression> values) {
        return derivation.change(relation).map(change -> Weights.keys(change, values));
    }
}
