package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Values;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.relation.rule.Expressions;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Walks down two relations at once, old and new, and makes one of them in which {@link Edit edits} tell apart what differs. Where they are
 * made in another way, it has both, each on its side.
 *
 * <pre>
 * Aggregate k: sum(#1)            Aggregate k: sum(#edit(#1, #2))
 *   Filter d                        Filter #edit(TRUE, c), d
 *     Scan t: k, a                    Scan t: k, a, b
 *                          →
 * Aggregate k: sum(#1)
 *   Filter c, d
 *     Scan t: k, b
 * </pre>
 */
final class Alignment {
    private final IdentityHashMap<Relation, IdentityHashMap<Relation, Aligned>> known = new IdentityHashMap<>();
    private boolean apart;

    /** Whether something is made in another way, so that both ways must be gone. */
    boolean isApart() {
        return apart;
    }

    Aligned of(Relation then, Relation now) {
        IdentityHashMap<Relation, Aligned> pairs = known.computeIfAbsent(then, relation -> new IdentityHashMap<>());
        Aligned aligned = pairs.get(now);
        if (aligned == null) {
            aligned = aligned(then, now).orElseGet(() -> apart(then, now));
            pairs.put(now, aligned);
        }
        return aligned;
    }

    /** Those that are made alike down to some depth; empty where both are made in another way. */
    private Optional<Aligned> aligned(Relation then, Relation now) {
        if (isUnion(then) && !isOverUnion(now) || isUnion(now) && !isOverUnion(then)) {
            return unions(then, now);
        }
        if (then instanceof Filter || now instanceof Filter) {
            return Optional.of(filters(then, now));
        }
        if (then instanceof Project || now instanceof Project) {
            return Optional.of(projects(then, now));
        }
        if (then instanceof Relation.Scan old && now instanceof Relation.Scan fresh) {
            return scans(old, fresh);
        }
        if (then instanceof Aggregate old && now instanceof Aggregate fresh) {
            return aggregates(old, fresh);
        }
        if (then instanceof Window old && now instanceof Window fresh) {
            return Optional.of(windows(old, fresh));
        }
        if (then instanceof Join old && now instanceof Join fresh) {
            return joins(old, fresh);
        }
        if (isUnion(then) && isUnion(now)) {
            return unions(then, now);
        }
        if (then instanceof Limit old && now instanceof Limit fresh) {
            return limits(old, fresh);
        }
        return then instanceof Sort || now instanceof Sort ? Optional.empty() : alike(then, now);
    }

    /** What only one of both says is TRUE in the other. */
    private Aligned filters(Relation then, Relation now) {
        List<Expression> old = then instanceof Filter filter ? Expressions.conjuncts(filter.conditions()) : List.of();
        List<Expression> fresh = now instanceof Filter filter ? Expressions.conjuncts(filter.conditions()) : List.of();
        Aligned input = of(
                then instanceof Filter filter ? filter.input() : then,
                now instanceof Filter filter ? filter.input() : now);
        List<Expression> conditions = conditions(
                old.stream().map(input::then).toList(),
                fresh.stream().map(input::now).toList());
        return conditions.isEmpty() ? input : input.under(rows -> new Filter(rows, conditions));
    }

    private List<Expression> conditions(List<Expression> then, List<Expression> now) {
        List<Expression> old = new ArrayList<>(then);
        List<Expression> fresh = new ArrayList<>(now);
        List<Expression> conditions = new ArrayList<>(now);
        conditions.retainAll(then);
        old.removeAll(conditions);
        fresh.removeAll(conditions);
        for (int i = 0; i < Math.max(old.size(), fresh.size()); i++) {
            conditions.add(Edit.of(
                    i < old.size() ? old.get(i) : Expression.Constant.TRUE,
                    i < fresh.size() ? fresh.get(i) : Expression.Constant.TRUE));
        }
        return conditions;
    }

    /** Values that only one of both has stand beside those of the other. */
    private Aligned projects(Relation then, Relation now) {
        Aligned input = of(
                then instanceof Project project ? project.input() : then,
                now instanceof Project project ? project.input() : now);
        List<Expression> values = new ArrayList<>();
        List<Integer> fresh = new ArrayList<>();
        values(now).forEach(value -> fresh.add(position(values, input.now(value))));
        List<Integer> old = new ArrayList<>();
        values(then).forEach(value -> old.add(position(values, input.then(value))));
        return new Aligned(new Project(input.both(), values), old, fresh);
    }

    private static List<Expression> values(Relation relation) {
        return relation instanceof Project project ? project.values() : Weights.references(relation.columns(), 0);
    }

    private static <T> int position(List<T> all, T one) {
        int index = all.indexOf(one);
        if (index < 0) {
            all.add(one);
        }
        return index < 0 ? all.size() - 1 : index;
    }

    private static Optional<Aligned> scans(Relation.Scan then, Relation.Scan now) {
        if (!then.table().equals(now.table())) {
            return Optional.empty();
        }
        List<Column> columns = new ArrayList<>();
        List<Integer> fresh =
                now.read().stream().map(column -> position(columns, column)).toList();
        List<Integer> old =
                then.read().stream().map(column -> position(columns, column)).toList();
        return Optional.of(new Aligned(new Relation.Scan(now.table(), columns), old, fresh));
    }

    /** By the same sets of as many groups: each calls what it calls. */
    private Optional<Aligned> aggregates(Aggregate then, Aggregate now) {
        boolean alike = then.sets().equals(now.sets())
                && then.groupings().equals(now.groupings())
                && types(then.groups()).equals(types(now.groups()));
        if (!alike) {
            return Optional.empty();
        }
        Aligned input = of(then.input(), now.input());
        List<Expression> groups = new ArrayList<>();
        for (int i = 0; i < now.groups().size(); i++) {
            groups.add(input.both(then.groups().get(i), now.groups().get(i)));
        }
        Aggregate old = (Aggregate) then.rebuilt(List.of(input.both()), input::then);
        Aggregate fresh = (Aggregate) now.rebuilt(List.of(input.both()), input::now);
        Calls<AggregateCall> calls = new Calls<>(Alignment::areAlike, Alignment::together);
        Calls.Paired<AggregateCall> paired = calls.pair(old.calls(), fresh.calls());
        int width = groups.size();
        int behind = width + paired.calls().size();
        List<Integer> groupings = Aligned.first(now.groupings().size(), behind);
        return Optional.of(new Aligned(
                new Aggregate(input.both(), groups, now.sets(), paired.calls(), now.groupings()),
                positions(width, width, paired.then(), groupings),
                positions(width, width, paired.now(), groupings)));
    }

    private static List<DataType> types(List<Expression> expressions) {
        return expressions.stream().map(Expression::type).toList();
    }

    private static List<Integer> positions(int first, int from, List<Integer> calls, List<Integer> last) {
        List<Integer> all = new ArrayList<>(Aligned.first(first, 0));
        calls.forEach(call -> all.add(from + call));
        all.addAll(last);
        return all;
    }

    private static boolean areAlike(AggregateCall one, AggregateCall other) {
        return one.function().equals(other.function())
                && one.distinct() == other.distinct()
                && one.type().equals(other.type())
                && types(one.arguments()).equals(types(other.arguments()))
                && one.orders().equals(other.orders());
    }

    private static AggregateCall together(AggregateCall then, AggregateCall now) {
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < now.arguments().size(); i++) {
            arguments.add(Edit.of(then.arguments().get(i), now.arguments().get(i)));
        }
        List<Expression> conditions = then.conditions().equals(now.conditions())
                ? now.conditions()
                : List.of(Edit.of(all(then.conditions()), all(now.conditions())));
        return new AggregateCall(now.function(), arguments, now.distinct(), now.orders(), conditions, now.type());
    }

    private static Expression all(List<Expression> conditions) {
        return switch (conditions.size()) {
            case 0 -> Expression.Constant.TRUE;
            case 1 -> conditions.get(0);
            default -> new Expression.Junction(true, conditions);
        };
    }

    /** Calls that only one of both has stand beside those of the other. */
    private Aligned windows(Window then, Window now) {
        Aligned input = of(then.input(), now.input());
        Window old = (Window) then.rebuilt(List.of(input.both()), input::then);
        Window fresh = (Window) now.rebuilt(List.of(input.both()), input::now);
        Calls.Paired<WindowCall> paired =
                new Calls<WindowCall>((one, other) -> false, (one, other) -> other).pair(old.calls(), fresh.calls());
        int width = input.both().columns().size();
        List<Integer> oldColumns = new ArrayList<>(input.then());
        paired.then().forEach(call -> oldColumns.add(width + call));
        List<Integer> newColumns = new ArrayList<>(input.now());
        paired.now().forEach(call -> newColumns.add(width + call));
        return new Aligned(new Window(input.both(), paired.calls()), oldColumns, newColumns);
    }

    private Optional<Aligned> joins(Join then, Join now) {
        if (then.kind() != now.kind()) {
            return Optional.empty();
        }
        Aligned left = of(then.left(), now.left());
        Aligned right = of(then.right(), now.right());
        int width = left.both().columns().size();
        List<Integer> old = beside(left.then(), right.then(), width);
        List<Integer> fresh = beside(left.now(), right.now(), width);
        List<Expression> conditions = conditions(
                moved(Expressions.conjuncts(then.conditions()), old),
                moved(Expressions.conjuncts(now.conditions()), fresh));
        Join both = new Join(now.kind(), left.both(), right.both(), conditions);
        if (now.kind().givesRight()) {
            return Optional.of(new Aligned(both, old, fresh));
        }
        List<Integer> mark = now.kind() == JoinKind.MARK ? List.of(width) : List.of();
        return Optional.of(new Aligned(both, beside(left.then(), mark, 0), beside(left.now(), mark, 0)));
    }

    private static List<Expression> moved(List<Expression> expressions, List<Integer> positions) {
        return expressions.stream()
                .map(expression -> Expressions.moved(expression, positions::get))
                .toList();
    }

    private static List<Integer> beside(List<Integer> left, List<Integer> right, int width) {
        List<Integer> all = new ArrayList<>(left);
        right.forEach(position -> all.add(width + position));
        return all;
    }

    private static boolean isUnion(Relation relation) {
        return relation instanceof SetOperation operation
                && operation.kind() == SetOperation.Kind.UNION
                && operation.all();
    }

    private static boolean isOverUnion(Relation relation) {
        boolean rowwise = relation instanceof Filter || relation instanceof Project;
        return isUnion(relation) || rowwise && isOverUnion(relation.inputs().get(0));
    }

    /** What is no union is one of a single branch. */
    private Optional<Aligned> unions(Relation then, Relation now) {
        if (!then.columns().equals(now.columns())) {
            return Optional.empty();
        }
        List<Relation> branches = new Unions(this)
                .of(isUnion(then) ? then.inputs() : List.of(then), isUnion(now) ? now.inputs() : List.of(now));
        return Optional.of(Aligned.same(Weights.together(branches)));
    }

    /** The first rows in an order, which both have. */
    private Optional<Aligned> limits(Limit then, Limit now) {
        boolean sorted = then.input() instanceof Sort old
                && now.input() instanceof Sort fresh
                && old.keys().equals(fresh.keys())
                && old.columns().equals(fresh.columns())
                && then.amount().equals(now.amount())
                && then.offset() == now.offset();
        if (!sorted) {
            return Optional.empty();
        }
        Sort fresh = (Sort) now.input();
        Aligned input = of(((Sort) then.input()).input(), fresh.input());
        return Optional.of(Aligned.same(now.over(List.of(fresh.over(List.of(input.exact()))))));
    }

    /** Operators that are the same but for their inputs. */
    private Optional<Aligned> alike(Relation then, Relation now) {
        if (then.inputs().size() != now.inputs().size()
                || !kinds(then.inputs()).equals(kinds(now.inputs()))
                || !overNothing(then).equals(overNothing(now))) {
            return Optional.empty();
        }
        List<Relation> inputs = new ArrayList<>();
        for (int i = 0; i < now.inputs().size(); i++) {
            inputs.add(of(then.inputs().get(i), now.inputs().get(i)).exact());
        }
        return Optional.of(Aligned.same(now.over(inputs)));
    }

    private static List<List<DataType>> kinds(List<Relation> relations) {
        return relations.stream().map(Relation::columns).toList();
    }

    /** The operator alone, so that it can be compared. */
    private static Relation overNothing(Relation relation) {
        return relation.over(relation.inputs().stream()
                .<Relation>map(input -> new Values(input.columns(), List.of()))
                .toList());
    }

    /** Each on its side. */
    private Aligned apart(Relation then, Relation now) {
        apart = true;
        return Unions.apart(then, now);
    }
}
