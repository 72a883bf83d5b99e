package hindsight.relation.rule;

import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Puts what inputs are made of in the place of the inputs.
 *
 * <pre>
 * Filter b > 2            Filter b > 2
 *   Scan view: b    →       Project b
 *                             Filter a = 1
 *                               Scan table: a, b
 * </pre>
 */
public final class Inlining {
    private final Function<String, Optional<BoundQuery>> bodies;
    /** Of one body, one object, whoever reads it; recursions of two bodies may have the same number. */
    private final IdentityHashMap<Relation, Relation> numbered = new IdentityHashMap<>();

    private int next;

    private Inlining(Relation root, Function<String, Optional<BoundQuery>> bodies) {
        this.bodies = bodies;
        this.next = afterNumbers(root);
    }

    /**
     * The same rows, names and types, read from deeper inputs; empty where no body is known.
     *
     * @param bodies by name of the input: with the columns that are read, by name; one of other types is left out
     */
    public static Optional<BoundQuery> inline(BoundQuery query, Function<String, Optional<BoundQuery>> bodies) {
        Inlining inlining = new Inlining(query.relation(), bodies);
        Relation changed = Traversal.rewrite(query.relation(), inlining::inlined);
        return changed == query.relation() ? Optional.empty() : Optional.of(new BoundQuery(changed, query.names()));
    }

    private Relation inlined(Relation relation) {
        return relation instanceof Relation.Scan scan
                ? bodies.apply(scan.table()).flatMap(body -> read(scan, body)).orElse(scan)
                : relation;
    }

    private Optional<Relation> read(Relation.Scan scan, BoundQuery body) {
        List<DataType> types = body.relation().columns();
        List<Expression> values = new ArrayList<>();
        for (Column column : scan.read()) {
            IntStream.range(0, types.size())
                    .filter(i ->
                            column.named(body.names().get(i)) && column.type().equals(types.get(i)))
                    .findFirst()
                    .ifPresent(i -> values.add(new Expression.Reference(i, column.type())));
        }
        return values.size() == scan.read().size()
                ? Optional.of(new Project(numbered.computeIfAbsent(body.relation(), this::numbered), values))
                : Optional.empty();
    }

    private Relation numbered(Relation body) {
        int first = next;
        next += afterNumbers(body);
        return first == next
                ? body
                : Traversal.rewrite(body, relation -> {
                    if (relation instanceof Recursion found) {
                        return new Recursion(first + found.number(), found.seed(), found.step(), found.all());
                    }
                    return relation instanceof Relation.Recursed found
                            ? new Relation.Recursed(first + found.recursion(), found.columns())
                            : relation;
                });
    }

    private static int afterNumbers(Relation root) {
        return Traversal.upward(root).stream()
                .filter(Recursion.class::isInstance)
                .mapToInt(found -> ((Recursion) found).number() + 1)
                .max()
                .orElse(0);
    }
}
