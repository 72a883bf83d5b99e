package hindsight.relation.canonical;

import hindsight.relation.DistinctOn;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which row stands for those with equal targets is not left open.
 *
 * <pre>
 * DistinctOn a, first by b   →   DistinctOn a, first by b, c
 *   Scan a, b, c                   Scan a, b, c
 * </pre>
 */
final class OrderedChoices {
    private final Ties ties;

    OrderedChoices(Ties ties) {
        this.ties = ties;
    }

    Relation apply(Relation relation) {
        return relation instanceof DistinctOn choice ? ordered(choice) : relation;
    }

    private Relation ordered(DistinctOn choice) {
        Optional<InputOrder> order = choice.orders().isEmpty() ? InputOrder.of(choice.input()) : Optional.empty();
        Relation rows = order.map(InputOrder::relation).orElse(choice.input());
        List<SortKey> declared = order.map(InputOrder::keys).orElse(choice.orders());
        int width = choice.columns().size();
        List<SortKey> keys = ties.ofRows(rows, width, declared, choice.targets());
        return keys.equals(choice.orders())
                ? choice
                : Project.columns(
                        new DistinctOn(rows, choice.targets(), keys),
                        IntStream.range(0, width).boxed().toList());
    }
}
