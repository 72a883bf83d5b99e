package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.analysis.Placement;
import hindsight.relation.rule.Expressions;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a value of the rows of relations down to rows of the inputs that have a diff: where each row that may change has the value of some
 * changed row of an input, no other row needs to be looked at to know which values are touched.
 */
final class Traces {
    /** Of values of these types, those that are equal are the same in everything that is computed from them. */
    private static final Set<TypeFamily> EXACT = Set.of(TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.DATE_TIME);

    private final States states;
    private final Map<Placement, Relation> found = new LinkedHashMap<>();
    private final IdentityHashMap<Relation, Set<Expression>> seen = new IdentityHashMap<>();

    Traces(States states) {
        this.states = states;
    }

    /** The value in changed rows of inputs, as relations of one column. */
    List<Relation> found() {
        return List.copyOf(found.values());
    }

    /** By what each read of an input with a diff places its rows; reads that several values come from are left out. */
    IdentityHashMap<Relation.Scan, Expression> places() {
        IdentityHashMap<Relation.Scan, Expression> places = new IdentityHashMap<>();
        seen.forEach((relation, values) -> {
            if (relation instanceof Relation.Scan scan && values.size() == 1) {
                places.put(scan, values.iterator().next());
            }
        });
        return places;
    }

    /** Whether the values of all rows that may change could be followed. */
    boolean follow(Relation relation, Expression value) {
        if (!states.canChange(relation)) {
            return true;
        }
        if (states.clock().moves(relation) || Keys.references(value).isEmpty() || !Expressions.isSteady(value)) {
            return false;
        }
        if (!seen.computeIfAbsent(relation, one -> new HashSet<>()).add(value)) {
            return true;
        }
        if (relation instanceof Relation.Scan scan) {
            Placement place = Placement.of(scan, value).orElseThrow();
            found.put(place, new Project(ScanChange.all(scan), List.of(value)));
            return true;
        }
        return followed(relation, value);
    }

    private boolean followed(Relation relation, Expression value) {
        if (relation instanceof Filter || relation instanceof Sort) {
            return follow(relation.inputs().get(0), value);
        }
        if (relation instanceof Project project) {
            return follow(project.input(), Expressions.substituted(value, project.values()));
        }
        if (relation instanceof Unnest unnest) {
            return reach(value) <= unnest.input().columns().size() && follow(unnest.input(), value);
        }
        if (relation instanceof SetOperation operation) {
            boolean together = operation.kind() == SetOperation.Kind.UNION && operation.all();
            return (together || isExact(value)) && operation.inputs().stream().allMatch(input -> follow(input, value));
        }
        if (relation instanceof Join join && !join.kind().padsLeft()) {
            return joined(join, Matches.of(join), value);
        }
        if (relation instanceof AsOfJoin join && !join.kind().padsLeft()) {
            return joined(join, Matches.of(join), value);
        }
        return isExact(value) && grouped(relation, value);
    }

    private boolean grouped(Relation relation, Expression value) {
        if (relation instanceof Aggregate aggregate) {
            return aggregate.isPlain()
                    && reach(value) <= aggregate.groups().size()
                    && follow(aggregate.input(), Expressions.substituted(value, aggregate.groups()));
        }
        boolean apart = relation instanceof Distinct
                || relation instanceof Window window && Partitions.decide(Partitions.common(window), value)
                || relation instanceof DistinctOn choice && Partitions.decide(choice.targets(), value);
        return apart && follow(relation.inputs().get(0), value);
    }

    /** A row that is placed by one side changes with that side, and with rows of the other side that have the value, too. */
    private boolean joined(Relation join, Matches matches, Expression value) {
        Relation left = join.inputs().get(0);
        Relation right = join.inputs().get(1);
        int width = left.columns().size();
        if (reach(value) <= width) {
            return sided(left, right, matches, value);
        }
        boolean inner = join instanceof Join plain && plain.kind() == JoinKind.INNER;
        return inner
                && Keys.references(value).nextSetBit(0) >= width
                && sided(right, left, matches.mirrored(), Expressions.moved(value, index -> index - width));
    }

    private boolean sided(Relation side, Relation other, Matches matches, Expression value) {
        Optional<Expression> there = states.canChange(other) ? partner(matches, value) : Optional.empty();
        return (!states.canChange(other) || there.isPresent())
                && follow(side, value)
                && there.map(same -> follow(other, same)).orElse(true);
    }

    /** The value of a row as its partners have it. */
    private static Optional<Expression> partner(Matches matches, Expression value) {
        boolean known = isExact(value) && Keys.references(value).stream().allMatch(index -> place(matches, index) >= 0);
        return known
                ? Optional.of(value.mapReferences(
                        old -> matches.right().get(place(matches, ((Reference) old).index()))))
                : Optional.empty();
    }

    private static int place(Matches matches, int index) {
        for (int i = 0; i < matches.left().size(); i++) {
            Expression left = matches.left().get(i);
            if (left instanceof Reference reference
                    && reference.index() == index
                    && left.type().equals(matches.right().get(i).type())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isExact(Expression value) {
        List<Expression> leaves = new ArrayList<>(List.of(value));
        for (int i = 0; i < leaves.size(); i++) {
            leaves.addAll(leaves.get(i).children());
        }
        return leaves.stream()
                .filter(Reference.class::isInstance)
                .allMatch(leaf -> EXACT.contains(leaf.type().family()));
    }

    private static int reach(Expression value) {
        return Keys.references(value).length();
    }
}
