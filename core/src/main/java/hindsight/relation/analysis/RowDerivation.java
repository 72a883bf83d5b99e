package hindsight.relation.analysis;

import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Frame;
import hindsight.relation.SortKey;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is computed of a row whose columns are derived so.
 *
 * @param columns of the row, in order
 */
record RowDerivation(List<Derivation> columns) {
    /** Window functions that give rows which are equal in the order the same. */
    private static final Set<String> PLACES_OF_PEERS = Set.of("rank", "dense_rank", "percent_rank", "cume_dist");
    /** Window functions that are no aggregates: they pick a row, or count rows one by one. */
    private static final Set<String> PLACES_OF_ROWS =
            Set.of("row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value", "fill");

    RowDerivation {
        columns = List.copyOf(columns);
    }

    /** All columns of the row. */
    Set<Origin> all() {
        return Derivation.all(columns).used();
    }

    List<Derivation> each(List<Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }

    /** Of all of them together. */
    Derivation all(List<Expression> expressions) {
        return Derivation.all(each(expressions));
    }

    Derivation of(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return columns.get(reference.index());
        }
        if (expression instanceof Expression.Case choice) {
            List<Expression> values = new ArrayList<>(choice.values());
            values.add(choice.otherwise());
            return all(values).chosenBy(all(choice.conditions()).used());
        }
        return all(expression.children());
    }

    /** Where the order of a call leaves open what comes first, the call's arguments tell. */
    Derivation of(AggregateCall call) {
        List<Expression> choosing = new ArrayList<>(call.conditions());
        call.orders().stream().map(SortKey::value).forEach(choosing::add);
        return all(call.arguments()).chosenBy(all(choosing).used());
    }

    Derivation of(WindowCall window) {
        List<Expression> choosing = new ArrayList<>(window.partitions());
        window.orders().stream().map(SortKey::value).forEach(choosing::add);
        choosing.addAll(window.frame().start().offset());
        choosing.addAll(window.frame().end().offset());
        Derivation result = of(window.call()).chosenBy(all(choosing).used());
        return tellsPeersApart(window) ? result.chosenBy(all()) : result;
    }

    /** Whether rows that are equal in the window's order may get different results: then all that is in them tells which gets what. */
    private static boolean tellsPeersApart(WindowCall window) {
        String function = window.call().function();
        if (PLACES_OF_PEERS.contains(function)) {
            return false;
        }
        Frame frame = window.frame();
        boolean whole = frame.start().edge() == Frame.Edge.UNBOUNDED_PRECEDING
                && frame.end().edge() == Frame.Edge.UNBOUNDED_FOLLOWING;
        return PLACES_OF_ROWS.contains(function) || frame.unit() == Frame.Unit.ROWS && !whole;
    }
}
