package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a query did and what it does from now on, as one query: a change is derived of it as of any other, under a {@link ClockMove#ofEdit
 * clock} that tells its sides apart.
 *
 * @param query has the columns that there are from now on
 * @param apart whether a part of it is made in another way, so that all old rows of the part go and all new ones come
 */
public record EditedQuery(BoundQuery query, boolean apart) {
    private static final ClockMove SIDES = ClockMove.NONE.ofEdit();

    /**
     * Of two queries over the same inputs. Columns that the old one does not have are NULL there.
     *
     * @return empty where a column has another type
     */
    public static Optional<EditedQuery> of(BoundQuery then, BoundQuery now) {
        Alignment alignment = new Alignment();
        Aligned aligned = alignment.of(unordered(then.relation()), unordered(now.relation()));
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < now.names().size(); i++) {
            Expression fresh = aligned.newColumn(i);
            int place = position(then.names(), now.names().get(i));
            Expression old = place < 0 ? new Expression.Null(fresh.type()) : aligned.oldColumn(place);
            if (!old.type().equals(fresh.type())) {
                return Optional.empty();
            }
            values.add(aligned.value(old, fresh));
        }
        Relation root = Traversal.rewrite(
                Normalizer.tidy(aligned.projected(values)),
                relation -> relation.rebuilt(relation.inputs(), Edit::settled));
        return Optional.of(new EditedQuery(new BoundQuery(root, now.names()), alignment.isApart()));
    }

    /** The rows are a bag, so an order of the whole says nothing. */
    private static Relation unordered(Relation root) {
        if (root instanceof Sort sort) {
            return unordered(sort.input());
        }
        return root instanceof Project project && project.input() instanceof Sort sort
                ? unordered(new Project(sort.input(), project.values()))
                : root;
    }

    private static int position(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (Name.same(names.get(i), name)) {
                return i;
            }
        }
        return -1;
    }

    /** What it does on one side, old or new. */
    public BoundQuery at(Side side) {
        return new BoundQuery(Traversal.rewrite(query.relation(), relation -> SIDES.at(relation, side)), query.names());
    }

    /** What was edited in it, such as {@code a predicate}, without repetition. */
    public List<String> parts() {
        Set<String> parts = new LinkedHashSet<>();
        edited().forEach(relation -> parts.add(word(relation)));
        return List.copyOf(parts);
    }

    private List<Relation> edited() {
        return Traversal.upward(query.relation()).stream().filter(SIDES::moves).toList();
    }

    private static String word(Relation relation) {
        if (relation instanceof Filter filter) {
            return filter.conditions().stream().anyMatch(EditedQuery::isBranch) ? "a branch" : "a predicate";
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregate.groups().stream().anyMatch(SIDES::moves) ? "what it groups by" : "an aggregate";
        }
        return relation instanceof Join || relation instanceof AsOfJoin ? "a join" : "an expression";
    }

    /** Whether a condition is none of rows. */
    private static boolean isBranch(Expression condition) {
        return SIDES.moves(condition) && Keys.references(condition).isEmpty();
    }

    /**
     * Why finding out which rows differ takes about as much as computing all of them; empty where that takes as much as reading what the
     * edited parts read.
     */
    public Optional<String> hindrance() {
        if (apart) {
            return Optional.of("it is made in another way");
        }
        for (Relation relation : edited()) {
            boolean divisible = relation instanceof Filter
                    || relation instanceof Project
                    || relation instanceof Aggregate aggregate
                            && aggregate.groups().stream().noneMatch(SIDES::moves);
            if (!divisible) {
                return Optional.of(word(relation) + " changed");
            }
            if (relation.inputs().stream().anyMatch(EditedQuery::computesOverRows)) {
                return Optional.of(word(relation) + " changed above what is computed over several rows");
            }
        }
        return Optional.empty();
    }

    private static boolean computesOverRows(Relation relation) {
        return Traversal.upward(relation).stream()
                .anyMatch(part -> part instanceof Aggregate
                        || part instanceof Window
                        || part instanceof Distinct
                        || part instanceof DistinctOn
                        || part instanceof Limit
                        || part instanceof Recursion
                        || part instanceof SetOperation operation
                                && !(operation.kind() == SetOperation.Kind.UNION && operation.all()));
    }
}
