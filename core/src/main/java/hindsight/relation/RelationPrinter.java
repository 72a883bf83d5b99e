package hindsight.relation;

import hindsight.schema.Column;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Relations as indented text, one line for each operator, inputs below it. {@code #2} is the third column of the row that an expression
 * is about. What is read several times is printed once, with a mark such as {@code &1} by which it is named from then on.
 */
public final class RelationPrinter {
    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Relation, Integer> uses;
    private final IdentityHashMap<Relation, String> marks = new IdentityHashMap<>();

    private RelationPrinter(Relation root) {
        this.uses = Traversal.uses(root);
    }

    /** The text, which ends with a line break. */
    public static String print(Relation root) {
        RelationPrinter printer = new RelationPrinter(root);
        printer.print(root, "");
        return printer.text.toString();
    }

    private void print(Relation relation, String indent) {
        String mark = marks.get(relation);
        if (mark != null) {
            text.append(indent).append(mark).append('\n');
            return;
        }
        text.append(indent);
        if (uses.getOrDefault(relation, 0) > 1 && !relation.inputs().isEmpty()) {
            marks.put(relation, "&" + (marks.size() + 1));
            text.append(marks.get(relation)).append(": ");
        }
        text.append(line(relation)).append('\n');
        for (Relation input : relation.inputs()) {
            print(input, indent + "  ");
        }
    }

    private static String line(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return "Scan " + scan.table()
                    + scan.read().stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"));
        }
        if (relation instanceof Relation.Recursed recursed) {
            return "Recursed " + recursed.recursion();
        }
        if (relation instanceof Values values) {
            return "Values "
                    + values.rows().stream()
                            .map(row -> "(" + ExpressionPrinter.PLAN.list(row) + ")")
                            .collect(Collectors.joining(", "));
        }
        if (relation instanceof TableFunction function) {
            return function.function() + "(" + ExpressionPrinter.PLAN.list(function.arguments()) + ")";
        }
        if (relation instanceof Join join) {
            return "Join " + join.kind() + on(join.conditions());
        }
        if (relation instanceof AsOfJoin join) {
            return "AsOfJoin " + join.kind() + on(join.conditions());
        }
        if (relation instanceof SetOperation operation) {
            return operation.kind() + (operation.all() ? " ALL" : "");
        }
        if (relation instanceof Recursion recursion) {
            return "Recursion " + recursion.number() + (recursion.all() ? " ALL" : "");
        }
        return unary(relation);
    }

    private static String on(List<Expression> conditions) {
        return conditions.isEmpty() ? "" : " on " + ExpressionPrinter.PLAN.list(conditions);
    }

    private static String unary(Relation relation) {
        String name = relation.getClass().getSimpleName();
        if (relation instanceof Aggregate aggregate) {
            return name + aggregate(aggregate);
        }
        if (relation instanceof Window window) {
            return name + " "
                    + window.calls().stream()
                            .map(ExpressionPrinter.PLAN::window)
                            .collect(Collectors.joining(", "));
        }
        if (relation instanceof DistinctOn distinct) {
            return name + " " + ExpressionPrinter.PLAN.list(distinct.targets()) + " order by "
                    + ExpressionPrinter.PLAN.keys(distinct.orders());
        }
        if (relation instanceof Sort sort) {
            return name + " " + ExpressionPrinter.PLAN.keys(sort.keys());
        }
        if (relation instanceof Limit limit) {
            return name + " " + limit.amount() + (limit.offset() > 0 ? " offset " + limit.offset() : "");
        }
        if (relation instanceof Sample sample) {
            return name + " " + sample.size() + (sample.percent() ? " % " : " rows ") + sample.method();
        }
        List<Expression> expressions = relation.expressions();
        return expressions.isEmpty() ? name : name + " " + ExpressionPrinter.PLAN.list(expressions);
    }

    private static String aggregate(Aggregate aggregate) {
        String sets = aggregate.isPlain() ? "" : " sets " + aggregate.sets();
        String groupings = aggregate.groupings().isEmpty() ? "" : " groupings " + aggregate.groupings();
        return (aggregate.groups().isEmpty() ? "" : " by " + ExpressionPrinter.PLAN.list(aggregate.groups()))
                + sets
                + aggregate.calls().stream()
                        .map(ExpressionPrinter.PLAN::aggregate)
                        .collect(Collectors.joining(", ", ": ", ""))
                + groupings;
    }
}
