package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Expression;
import hindsight.relation.Frame;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what no rule can make the same each time. */
final class Refusals {
    private final Functions functions;
    private final Ties ties;

    Refusals(Functions functions, Ties ties) {
        this.functions = functions;
        this.ties = ties;
    }

    Optional<Canonical.Refused> first(Relation root) {
        return Traversal.upward(root).stream()
                .flatMap(relation -> of(relation).stream())
                .findFirst();
    }

    private Optional<Canonical.Refused> of(Relation relation) {
        if (relation instanceof Sample) {
            return refused("it samples rows by chance", "Take rows by a condition, such as hash(id) % 10 = 0.");
        }
        if (relation instanceof AsOfJoin join
                && new SingleNearest(ties).isOpen(join)
                && !SingleNearest.isPossible(join)) {
            return refused(
                    "its ASOF " + join.kind() + " JOIN takes any of several right rows that are equally near",
                    "Write an ASOF LEFT JOIN, or add the other rows with UNION ALL.");
        }
        if (relation instanceof Window window && window.calls().stream().anyMatch(call -> isUndecided(window, call))) {
            return refused(
                    "a window with a ROWS frame leaves out rows that tie, and so does not say which rows it counts",
                    "Take EXCLUDE GROUP or EXCLUDE TIES out, or write RANGE or GROUPS in place of ROWS.");
        }
        return calls(relation).stream()
                .filter(call -> functions.order(call.function()) == OrderUse.OPEN)
                .map(call -> new Canonical.Refused(
                        call.function() + " may give another result for the same rows", "Use a function that cannot."))
                .findFirst()
                .or(() -> relation.expressions().stream()
                        .flatMap(expression -> unsteady(expression).stream())
                        .findFirst());
    }

    private static Optional<Canonical.Refused> refused(String reason, String hint) {
        return Optional.of(new Canonical.Refused(reason, hint));
    }

    /** More keys in the order would change which rows tie. */
    private boolean isUndecided(Window window, WindowCall call) {
        Frame.Exclusion exclusion = call.frame().exclusion();
        boolean leavesOut = exclusion == Frame.Exclusion.GROUP || exclusion == Frame.Exclusion.TIES;
        int width = window.input().columns().size();
        return leavesOut
                && OrderedWindows.countsRows(call)
                && !ties.ofRows(window.input(), width, call.orders(), call.partitions())
                        .equals(call.orders());
    }

    private static List<AggregateCall> calls(Relation relation) {
        if (relation instanceof Aggregate aggregate) {
            return aggregate.calls();
        }
        return relation instanceof Window window
                ? window.calls().stream().map(WindowCall::call).toList()
                : List.of();
    }

    private Optional<Canonical.Refused> unsteady(Expression expression) {
        if (expression instanceof Expression.Call call
                && !functions.isSteady(call.function(), call.arguments().size())) {
            return refused(
                    "it calls " + call.function() + ", whose result does not follow from its arguments",
                    "Use a function of columns.");
        }
        List<Expression> children = new ArrayList<>(expression.children());
        return children.stream().flatMap(child -> unsteady(child).stream()).findFirst();
    }
}
