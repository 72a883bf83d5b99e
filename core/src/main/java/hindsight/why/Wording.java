package hindsight.why;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.ExpressionPrinter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** What the columns of relations are computed as, in words of the columns of their inputs. */
public final class Wording {
    private static final int LONGEST = 200;

    private final IdentityHashMap<Relation, List<String>> known = new IdentityHashMap<>();

    /** @param root the relation that is put into words, with all below it */
    public Wording(Relation root) {
        Traversal.upward(root).forEach(relation -> known.put(relation, names(relation)));
    }

    /** The text of each column of a relation that is below the root, or the root. */
    public List<String> of(Relation relation) {
        return Objects.requireNonNull(known.get(relation));
    }

    /** The text of an expression over rows of a relation, of a join over a row of both sides. */
    public String of(Expression expression, Relation relation) {
        return printer(
                        relation instanceof Join join
                                ? pair(join)
                                : of(relation.inputs().get(0)))
                .print(expression);
    }

    private static ExpressionPrinter printer(List<String> names) {
        return ExpressionPrinter.named(index -> index < names.size() ? names.get(index) : "#" + index);
    }

    /** Names of both sides; those of one table with its name before them, where that tells names apart. */
    private List<String> pair(Join join) {
        List<String> all = new ArrayList<>();
        for (Relation side : join.inputs()) {
            List<Relation.Scan> scans = Traversal.scans(side);
            Relation other = side == join.left() ? join.right() : join.left();
            for (String name : of(side)) {
                boolean told = scans.size() == 1 && of(other).contains(name);
                all.add(told ? scans.get(0).table() + "." + name : name);
            }
        }
        return all;
    }

    private List<String> names(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return scan.read().stream().map(Column::name).toList();
        }
        List<String> input =
                relation.inputs().isEmpty() ? List.of() : of(relation.inputs().get(0));
        ExpressionPrinter printer = printer(input);
        if (relation instanceof Project project) {
            return project.values().stream()
                    .map(value -> cut(printer.print(value)))
                    .toList();
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregated(aggregate, printer);
        }
        List<String> names = new ArrayList<>(input);
        if (relation instanceof Window window) {
            for (WindowCall call : window.calls()) {
                names.add(cut(printer.window(call)));
            }
        } else if (relation instanceof Unnest unnest) {
            unnest.lists().forEach(list -> names.add(cut("unnest(" + printer.print(list) + ")")));
        } else if (relation.inputs().size() == 2 && !(relation instanceof SetOperation)) {
            boolean mark = relation instanceof Join join && join.kind() == JoinKind.MARK;
            names.addAll(mark ? List.of("found") : of(relation.inputs().get(1)));
        }
        while (names.size() < relation.columns().size()) {
            names.add("column " + (names.size() + 1));
        }
        return names.subList(0, relation.columns().size());
    }

    private static List<String> aggregated(Aggregate aggregate, ExpressionPrinter printer) {
        List<String> names = new ArrayList<>();
        aggregate.groups().forEach(group -> names.add(cut(printer.print(group))));
        for (AggregateCall call : aggregate.calls()) {
            names.add(cut(printer.aggregate(call)));
        }
        aggregate.groupings().forEach(grouping -> names.add("grouping"));
        return names;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
