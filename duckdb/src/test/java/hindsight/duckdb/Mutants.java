package hindsight.duckdb;

import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A derived query with one mistake, in every place where one can be made. */
final class Mutants {
    private static final List<List<JoinKind>> OTHER_KINDS = List.of(
            List.of(JoinKind.INNER, JoinKind.LEFT),
            List.of(JoinKind.LEFT, JoinKind.INNER),
            List.of(JoinKind.SINGLE, JoinKind.INNER),
            List.of(JoinKind.SEMI, JoinKind.ANTI),
            List.of(JoinKind.ANTI, JoinKind.SEMI));

    private final BoundQuery query;
    private final Map<String, InputChange> changed;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutants(BoundQuery query, Map<String, InputChange> changed) {
        this.query = query;
        this.changed = changed;
    }

    /**
     * @param place the operator, what reads it, and what was done to it
     * @param query of the same columns
     */
    record Mutant(String place, BoundQuery query) {}

    /** @param changed how the tables that changed can be read */
    static List<Mutant> of(BoundQuery query, Map<String, InputChange> changed) {
        Mutants all = new Mutants(query, changed);
        IdentityHashMap<Relation, List<String>> above = new IdentityHashMap<>();
        List<Relation> order = Traversal.upward(query.relation());
        above.put(query.relation(), List.of());
        for (int i = order.size() - 1; i >= 0; i--) {
            Relation relation = order.get(i);
            List<String> path = above.getOrDefault(relation, List.of());
            for (int input = 0; input < relation.inputs().size(); input++) {
                above.putIfAbsent(relation.inputs().get(input), below(relation, input, path));
            }
            String place = String.join(" > ", path) + (path.isEmpty() ? "" : " > ") + name(relation);
            all.relations(relation, place);
            for (ExpressionMutants.Change change : ExpressionMutants.of(relation.expressions())) {
                all.add(place, change.name(), relation, () -> relation.rebuilt(relation.inputs(), change));
            }
        }
        return all.mutants;
    }

    /** The operator above an input; projections and filters say little. */
    private static List<String> below(Relation relation, int input, List<String> path) {
        if (relation instanceof Project || relation instanceof Filter) {
            return path;
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(name(relation) + (relation.inputs().size() > 1 ? "." + input : ""));
        return longer.subList(Math.max(0, longer.size() - 1), longer.size());
    }

    private static String name(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return "Scan" + scan.table().replaceFirst("^[^#]*", "");
        }
        if (relation instanceof Aggregate aggregate && isNet(aggregate)) {
            return "net";
        }
        if (relation instanceof Join join) {
            return join.kind().toString();
        }
        return DeltaRules.kind(relation);
    }

    private static boolean isNet(Aggregate aggregate) {
        return aggregate.calls().size() == 1
                && aggregate.calls().get(0).function().equals("sum")
                && aggregate
                        .calls()
                        .get(0)
                        .arguments()
                        .equals(List.of(new Expression.Reference(
                                aggregate.input().columns().size() - 1, DataType.BIGINT)));
    }

    private interface Making {
        Relation make();
    }

    private void add(String place, String mistake, Relation relation, Making making) {
        try {
            Relation wrong = making.make();
            Relation root = Traversal.rewrite(query.relation(), part -> part == relation ? wrong : part);
            if (root.columns().equals(query.relation().columns())) {
                mutants.add(new Mutant(place + ": " + mistake, new BoundQuery(root, query.names())));
            }
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException unfit) {
            // That would be no relation.
        }
    }

    private void relations(Relation relation, String place) {
        if (relation instanceof SetOperation union) {
            set(union, place);
        } else if (relation instanceof Join join) {
            join(join, place);
        } else if (relation instanceof Filter filter) {
            List<Expression> conditions = filter.conditions();
            for (Expression condition : conditions) {
                add(
                        place,
                        told(condition) + " dropped",
                        filter,
                        () -> filtered(filter.input(), without(conditions, condition)));
            }
        } else if (relation instanceof Distinct distinct) {
            add(place, "off", distinct, distinct::input);
        } else if (relation instanceof Aggregate aggregate) {
            aggregate(aggregate, place);
        } else if (relation instanceof Relation.Scan scan) {
            scan(scan, place);
        }
    }

    private void set(SetOperation operation, String place) {
        List<Relation> inputs = operation.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            List<Relation> rest = new ArrayList<>(inputs);
            rest.remove(i);
            add(
                    place,
                    "term " + i + " dropped",
                    operation,
                    () -> rest.size() == 1 ? rest.get(0) : operation.over(rest));
        }
        add(
                place,
                operation.all() ? "equal rows once" : "equal rows each",
                operation,
                () -> new SetOperation(operation.kind(), !operation.all(), inputs));
    }

    private void join(Join join, String place) {
        for (List<JoinKind> kinds : OTHER_KINDS) {
            if (kinds.get(0) == join.kind()) {
                JoinKind other = kinds.get(1);
                add(place, "made " + other, join, () -> new Join(other, join.left(), join.right(), join.conditions()));
            }
        }
        if (!join.kind().givesRight()) {
            add(place, "off", join, join::left);
        }
        for (Expression condition : join.conditions()) {
            add(
                    place,
                    "condition dropped",
                    join,
                    () -> new Join(join.kind(), join.left(), join.right(), without(join.conditions(), condition)));
        }
    }

    private void aggregate(Aggregate aggregate, String place) {
        for (AggregateCall call : aggregate.calls()) {
            if (call.function().equals("sum")) {
                AggregateCall other =
                        new AggregateCall("max", call.arguments(), false, List.of(), call.conditions(), call.type());
                List<AggregateCall> calls = aggregate.calls().stream()
                        .map(each -> each.equals(call) ? other : each)
                        .toList();
                add(
                        place,
                        "sum made max",
                        aggregate,
                        () -> new Aggregate(
                                aggregate.input(), aggregate.groups(), aggregate.sets(), calls, aggregate.groupings()));
            }
        }
    }

    private void scan(Relation.Scan scan, String place) {
        int mark = scan.table().indexOf('#');
        if (mark <= 0) {
            return;
        }
        String table = scan.table().substring(0, mark);
        if (scan.table().equals(Side.DIFF.of(table))) {
            add(place, "all new rows", scan, () -> weighted(table, scan.read(), Side.NEW));
        } else {
            boolean isNew = scan.table().equals(Side.NEW.of(table))
                    || scan.table().equals(Side.HEAD.of(table)) && changed.get(table) == InputChange.HEAD_IS_NEW;
            Side other = isNew ? Side.OLD : Side.NEW;
            add(place, "other side", scan, () -> new Relation.Scan(other.of(table), scan.read()));
        }
    }

    /** All rows of a side as if they were a diff. */
    private static Relation weighted(String table, List<Column> columns, Side side) {
        List<Column> read = columns.stream()
                .filter(column -> !column.name().equals(Side.WEIGHT))
                .toList();
        Relation rows = new Relation.Scan(side.of(table), read);
        List<Expression> values = new ArrayList<>();
        for (Column column : columns) {
            values.add(
                    column.name().equals(Side.WEIGHT)
                            ? new Expression.Constant("1", DataType.BIGINT)
                            : new Expression.Reference(read.indexOf(column), column.type()));
        }
        return new Project(rows, values);
    }

    /** What kind of condition it is: of weights, of keys that are NULL, or another. */
    private static String told(Expression condition) {
        if (condition instanceof Expression.Comparison comparison
                && comparison.right() instanceof Expression.Constant constant
                && constant.type().equals(DataType.BIGINT)
                && constant.text().equals("0")) {
            return "weight " + comparison.comparator().symbol() + " 0";
        }
        boolean nulls = condition instanceof Expression.IsNull
                || condition instanceof Expression.Junction any
                        && !any.conjunction()
                        && any.terms().stream().allMatch(Expression.IsNull.class::isInstance);
        return nulls ? "IS NULL" : "condition";
    }

    private static Relation filtered(Relation input, List<Expression> conditions) {
        return conditions.isEmpty() ? input : new Filter(input, conditions);
    }

    private static List<Expression> without(List<Expression> expressions, Expression one) {
        return expressions.stream().filter(each -> !each.equals(one)).toList();
    }
}
