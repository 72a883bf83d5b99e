package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A query some of whose aggregates are read from their {@link KeptAggregate states}.
 *
 * @param query over tables and states
 * @param states those that it reads, and those that they are made of, inputs first
 */
public record KeptAggregates(BoundQuery query, List<KeptAggregate> states) {
    /** Each state is looked after at every change, and most queries have one or two. */
    private static final int MOST = 8;

    public KeptAggregates {
        states = List.copyOf(states);
    }

    /** @param choice asked of aggregates that can be kept, inputs first: whether one is */
    public static KeptAggregates of(BoundQuery query, Predicate<KeptAggregate> choice) {
        List<KeptAggregate> states = new ArrayList<>();
        IdentityHashMap<Relation, Relation> done = new IdentityHashMap<>();
        int number = 0;
        Relation root = DistinctCounts.apart(query.relation());
        for (Relation whole : Traversal.upward(root)) {
            Relation over = over(whole, done);
            done.put(whole, over);
            if (whole instanceof Aggregate aggregate && number < MOST && KeptAggregate.canKeep(aggregate)) {
                number++;
                KeptAggregate kept = new KeptAggregate(
                        number, KeptAggregate.stateOf(aggregate), KeptAggregate.stateOf((Aggregate) over));
                if (choice.test(kept)) {
                    states.add(kept);
                    done.put(whole, kept.rowsOf(aggregate));
                }
            }
        }
        return new KeptAggregates(new BoundQuery(Objects.requireNonNull(done.get(root)), query.names()), states);
    }

    private static Relation over(Relation relation, IdentityHashMap<Relation, Relation> done) {
        List<Relation> inputs = relation.inputs().stream().map(done::get).toList();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != relation.inputs().get(i)) {
                return relation.over(inputs);
            }
        }
        return relation;
    }
}
