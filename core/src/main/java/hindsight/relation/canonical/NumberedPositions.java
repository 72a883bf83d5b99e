package hindsight.relation.canonical;

import hindsight.relation.AggregateCall;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Frame;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that belong together by position are joined by their numbers in orders that leave nothing open.
 *
 * <pre>
 * PositionalJoin        Project a, b
 *   Scan a                Join FULL n = m
 *   Scan b        →         Window row_number() over (order by a) as n
 *                             Scan a
 *                           Window row_number() over (order by b) as m
 *                             Scan b
 * </pre>
 */
final class NumberedPositions {
    private final Ties ties;

    NumberedPositions(Ties ties) {
        this.ties = ties;
    }

    Relation apply(Relation relation) {
        return relation instanceof PositionalJoin join ? joined(join) : relation;
    }

    private Relation joined(PositionalJoin join) {
        Relation left = numbered(join.left());
        Relation right = numbered(join.right());
        int split = left.columns().size();
        int last = split + right.columns().size();
        Expression same = new Expression.Comparison(
                Comparator.EQUAL, new Reference(split - 1, DataType.BIGINT), new Reference(last - 1, DataType.BIGINT));
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < join.left().columns().size(); i++) {
            kept.add(i);
        }
        for (int i = 0; i < join.right().columns().size(); i++) {
            kept.add(split + i);
        }
        return Project.columns(new Join(JoinKind.FULL, left, right, List.of(same)), kept);
    }

    private Relation numbered(Relation side) {
        Optional<InputOrder> order = InputOrder.of(side);
        Relation rows = order.map(InputOrder::relation).orElse(side);
        List<SortKey> declared = order.map(InputOrder::keys).orElse(List.of());
        List<SortKey> keys = ties.ofRows(rows, side.columns().size(), declared, List.of());
        AggregateCall number = new AggregateCall("row_number", List.of(), false, List.of(), List.of(), DataType.BIGINT);
        return new Window(rows, List.of(new WindowCall(number, false, List.of(), keys, Frame.USUAL)));
    }
}
