package hindsight.relation.canonical;

import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.SortKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What takes rows by position takes them from an order that leaves nothing open.
 *
 * <pre>
 * Limit 3                Limit 3
 *   Sort a           →     Sort a, b
 *     Scan a, b              Scan a, b
 * </pre>
 *
 * Without an order all rows tie, so the least ones are taken.
 */
final class OrderedLimits {
    private final Ties ties;

    OrderedLimits(Ties ties) {
        this.ties = ties;
    }

    Relation apply(Relation relation) {
        return relation instanceof Limit limit && isOpen(limit) ? ordered(limit) : relation;
    }

    private boolean isOpen(Limit limit) {
        boolean all = limit.amount().equals(Limit.Amount.ALL) && limit.offset() == 0;
        boolean none = limit.amount().rows().orElse(1) == 0;
        return !all && !none && !ties.isUnique(limit.input(), List.of(), List.of());
    }

    private Relation ordered(Limit limit) {
        Optional<InputOrder> order = InputOrder.of(limit.input());
        Relation rows = order.map(InputOrder::relation).orElse(limit.input());
        List<SortKey> declared = order.map(InputOrder::keys).orElse(List.of());
        int width = limit.columns().size();
        List<SortKey> keys = ties.ofRows(rows, width, declared, List.of());
        if (keys.equals(declared)) {
            return limit;
        }
        Relation taken = new Limit(new Sort(rows, keys), limit.amount(), limit.offset());
        return Project.columns(taken, IntStream.range(0, width).boxed().toList());
    }
}
