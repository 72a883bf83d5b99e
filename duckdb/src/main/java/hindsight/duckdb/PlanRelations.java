package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the operators of a plan. A part that is used by number is read once, and is the same object wherever it is used. */
final class PlanRelations {
    private final Map<Integer, Relation> shared = new HashMap<>();

    /** @throws Unreadable naming what is not known */
    static Relation of(JsonTree plan) {
        return new PlanRelations().read(plan);
    }

    private Relation read(JsonTree node) {
        PlanShape.check(node);
        JsonTree children = node.at("children");
        String type = node.at("type").text();
        return switch (type) {
            case "LOGICAL_MATERIALIZED_CTE" -> {
                shared.put(number(node), read(children.at(0)));
                yield read(children.at(1));
            }
            case "LOGICAL_RECURSIVE_CTE" -> recursion(node);
            case "LOGICAL_CTE_REF" -> reference(node);
            case "LOGICAL_DUMMY_SCAN" -> PlanSources.row();
            case "LOGICAL_EMPTY_RESULT" -> PlanSources.nothing(node);
            case "LOGICAL_UNION", "LOGICAL_EXCEPT", "LOGICAL_INTERSECT" -> operation(node);
            default ->
                switch (children.size()) {
                    case 0 -> PlanSources.table(node);
                    case 1 -> unary(node, read(children.at(0)));
                    default -> PlanJoins.of(node, read(children.at(0)), read(children.at(1)));
                };
        };
    }

    private static int number(JsonTree node) {
        return node.at("table_index").number(0);
    }

    private Relation recursion(JsonTree node) {
        int number = number(node);
        Relation seed = read(node.at("children").at(0));
        shared.put(number, new Relation.Recursed(number, seed.columns()));
        Relation step = read(node.at("children").at(1));
        Relation recursion =
                new Recursion(number, seed, step, node.at("union_all").isTrue());
        shared.put(number, recursion);
        return recursion;
    }

    private Relation reference(JsonTree node) {
        Relation relation = shared.get(node.at("cte_index").number(0));
        if (relation == null) {
            throw new Unreadable("its plan refers to a part that comes later");
        }
        if (!relation.columns().equals(PlanTypes.all(node.at("chunk_types")))) {
            throw new Unreadable("its plan refers to a part with other columns than it has");
        }
        return relation;
    }

    private Relation operation(JsonTree node) {
        List<Relation> inputs = new ArrayList<>();
        node.at("children").forEach(child -> inputs.add(read(child)));
        String kind = node.at("type").text().replace("LOGICAL_", "");
        boolean all = !node.has("setop_all") || node.at("setop_all").isTrue();
        return new SetOperation(SetOperation.Kind.valueOf(kind), all, inputs);
    }

    private static Relation unary(JsonTree node, Relation input) {
        JsonTree children = node.at("expressions");
        PlanExpressions expressions = PlanExpressions.over(input.columns(), childNumber(node));
        return switch (node.at("type").text()) {
            case "LOGICAL_GET" -> PlanSources.lateral(node, input);
            case "LOGICAL_EXPRESSION_GET" -> PlanSources.rows(node, input);
            case "LOGICAL_FILTER" -> kept(new Filter(input, expressions.all(children)), node.at("projection_map"));
            case "LOGICAL_PROJECTION" -> new Project(input, expressions.all(children));
            case "LOGICAL_AGGREGATE_AND_GROUP_BY" -> aggregate(node, input, expressions);
            case "LOGICAL_WINDOW" -> window(children, input, expressions);
            case "LOGICAL_UNNEST" -> unnest(children, input, expressions);
            case "LOGICAL_DISTINCT" -> distinct(node, input, expressions);
            case "LOGICAL_ORDER_BY" ->
                kept(new Sort(input, expressions.orders(node.at("orders"))), node.at("projections"));
            case "LOGICAL_LIMIT" -> limit(node, input);
            case "LOGICAL_SAMPLE" -> sample(node.at("sample_options"), input);
            default ->
                throw new Unreadable("it has " + PlanShape.words(node.at("type").text()) + " of one input");
        };
    }

    /** References to the columns of a shared part are sometimes left as the binder made them. */
    private static int childNumber(JsonTree node) {
        JsonTree child = node.at("children").at(0);
        return child.at("type").text().equals("LOGICAL_CTE_REF") ? number(child) : -1;
    }

    private static Relation kept(Relation relation, JsonTree map) {
        List<Integer> positions = integers(map);
        return positions.isEmpty() ? relation : Project.columns(relation, positions);
    }

    private static List<Integer> integers(JsonTree numbers) {
        List<Integer> integers = new ArrayList<>();
        numbers.forEach(number -> integers.add(number.number(0)));
        return integers;
    }

    private static Relation aggregate(JsonTree node, Relation input, PlanExpressions expressions) {
        PlanWindows reader = new PlanWindows(expressions);
        List<Expression> groups = expressions.all(node.at("groups"));
        List<List<Integer>> sets = new ArrayList<>();
        node.at("grouping_sets").forEach(set -> sets.add(integers(set)));
        if (sets.isEmpty()) {
            sets.add(IntStream.range(0, groups.size()).boxed().toList());
        }
        List<AggregateCall> calls = new ArrayList<>();
        node.at("expressions").forEach(call -> calls.add(reader.aggregate(call)));
        List<List<Integer>> groupings = new ArrayList<>();
        node.at("grouping_functions").forEach(grouping -> groupings.add(integers(grouping)));
        return new Aggregate(input, groups, sets, calls, groupings);
    }

    private static Relation window(JsonTree nodes, Relation input, PlanExpressions expressions) {
        PlanWindows reader = new PlanWindows(expressions);
        List<WindowCall> calls = new ArrayList<>();
        nodes.forEach(call -> calls.add(reader.window(call)));
        return new Window(input, calls);
    }

    private static Relation unnest(JsonTree nodes, Relation input, PlanExpressions expressions) {
        List<Expression> lists = new ArrayList<>();
        List<DataType> elements = new ArrayList<>();
        for (JsonTree node : nodes) {
            PlanShape.check(node);
            lists.add(expressions.of(node.at("child")));
            elements.add(PlanTypes.of(node.at("return_type")));
        }
        return new Unnest(input, lists, elements);
    }

    private static Relation distinct(JsonTree node, Relation input, PlanExpressions expressions) {
        String type = node.at("distinct_type").text("DISTINCT");
        List<Expression> targets = expressions.all(node.at("distinct_targets"));
        if (type.equals("DISTINCT_ON")) {
            return new DistinctOn(
                    input, targets, expressions.orders(node.at("order_by").at("orders")));
        }
        boolean all = targets.size() == input.columns().size();
        for (int i = 0; all && i < targets.size(); i++) {
            all = targets.get(i)
                    .equals(new Expression.Reference(i, input.columns().get(i)));
        }
        if (!type.equals("DISTINCT") || !all) {
            throw new Unreadable("it has a DISTINCT that is not known, " + type);
        }
        return new Distinct(input);
    }

    private static Relation limit(JsonTree node, Relation input) {
        JsonTree offset = node.at("offset_val");
        String offsetType = offset.at("type").text("UNSET");
        JsonTree value = node.at("limit_val");
        if (!offsetType.equals("UNSET") && !offsetType.equals("CONSTANT_VALUE")) {
            throw new Unreadable("its OFFSET is computed");
        }
        Limit.Amount amount = switch (value.at("type").text("UNSET")) {
            case "UNSET" -> Limit.Amount.ALL;
            case "CONSTANT_VALUE" ->
                Limit.Amount.rows(Long.parseLong(value.at("constant_integer").text("0")));
            case "CONSTANT_PERCENTAGE" ->
                Limit.Amount.percent(
                        Double.parseDouble(value.at("constant_percentage").text("0")));
            default -> throw new Unreadable("its LIMIT is computed");
        };
        boolean skips = offsetType.equals("CONSTANT_VALUE");
        return new Limit(
                input,
                amount,
                skips ? Long.parseLong(offset.at("constant_integer").text("0")) : 0);
    }

    private static Relation sample(JsonTree options, Relation input) {
        String method =
                options.at("method").text("System").replace(" Sample", "").toLowerCase(Locale.ROOT);
        return new Sample(
                input,
                options.at("sample_size").at("value").text(),
                options.at("is_percentage").isTrue(),
                method);
    }
}
