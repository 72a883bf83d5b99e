package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/** Reads joins. The engine lets a join drop columns of its sides; relations do that with a projection. */
final class PlanJoins {
    private PlanJoins() {}

    static Relation of(JsonTree node, Relation left, Relation right) {
        return switch (node.at("type").text()) {
            case "LOGICAL_CROSS_PRODUCT" -> new Join(JoinKind.INNER, left, right, List.of());
            case "LOGICAL_POSITIONAL_JOIN" -> new PositionalJoin(left, right);
            case "LOGICAL_ASOF_JOIN" ->
                kept(node, left, new AsOfJoin(kind(node), left, right, conditions(node, left, right)));
            case "LOGICAL_ANY_JOIN" -> kept(node, left, new Join(kind(node), left, right, any(node, left, right)));
            default -> kept(node, left, new Join(kind(node), left, right, conditions(node, left, right)));
        };
    }

    private static JoinKind kind(JsonTree node) {
        String type = node.at("join_type").text("INNER");
        return switch (type) {
            case "INNER", "LEFT", "RIGHT", "SEMI", "ANTI", "MARK", "SINGLE" -> JoinKind.valueOf(type);
            case "FULL", "OUTER" -> JoinKind.FULL;
            default -> throw new Unreadable("it has a join that is not known, " + type);
        };
    }

    private static List<Expression> any(JsonTree node, Relation left, Relation right) {
        return List.of(PlanExpressions.over(row(left, right)).of(node.at("condition")));
    }

    private static List<DataType> row(Relation left, Relation right) {
        List<DataType> row = new ArrayList<>(left.columns());
        row.addAll(right.columns());
        return row;
    }

    /** Comparisons of a left with a right value; what is none comes as an expression over both rows. */
    private static List<Expression> conditions(JsonTree node, Relation left, Relation right) {
        PlanExpressions before = PlanExpressions.over(left.columns());
        PlanExpressions behind = PlanExpressions.behind(left.columns(), right.columns());
        List<Expression> conditions = new ArrayList<>();
        for (JsonTree condition : node.at("conditions")) {
            String comparison = condition.at("comparison").text();
            if (comparison.equals("INVALID") && !condition.has("right")) {
                conditions.add(PlanExpressions.over(row(left, right)).of(condition.at("left")));
            } else {
                conditions.add(new Expression.Comparison(
                        PlanFunctions.comparator(comparison),
                        before.of(condition.at("left")),
                        behind.of(condition.at("right"))));
            }
        }
        return conditions;
    }

    private static Relation kept(JsonTree node, Relation left, Relation join) {
        int split = left.columns().size();
        List<Integer> kept = positions(node.at("left_projection_map"), 0, split);
        int last = join.columns().size();
        JsonTree right = node.at("right_projection_map");
        boolean givesRight = !(join instanceof Join plain) || plain.kind().givesRight();
        kept.addAll(givesRight ? positions(right, split, last - split) : positions(right.at(-1), split, last - split));
        return Project.columns(join, kept);
    }

    private static List<Integer> positions(JsonTree map, int first, int size) {
        List<Integer> positions = new ArrayList<>();
        if (map.size() == 0) {
            for (int i = 0; i < size; i++) {
                positions.add(first + i);
            }
        }
        map.forEach(index -> positions.add(first + index.number(0)));
        return positions;
    }
}
