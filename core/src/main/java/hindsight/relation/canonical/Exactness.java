package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells which columns and rows may differ between two computations over the same inputs: sums and the like of floating values, whose
 * last digits depend on the order in which the engine adds, and all that is made of them. Where an inexact value decides which rows
 * there are, the rows are inexact, and so is what is computed over them. Asked of a canonical plan; where others leave an order open,
 * that is not told.
 */
public final class Exactness {
    private final InexactInputs inputs;
    private final InexactCalls calls;
    private final Map<Integer, Relation> seeds = new HashMap<>();
    private final IdentityHashMap<Relation, Precision> known = new IdentityHashMap<>();

    /** @param root a relation in which all recursions stand that will be asked for */
    public Exactness(Relation root, Functions functions, RowKeys keys, InexactInputs inputs) {
        this.inputs = inputs;
        this.calls = new InexactCalls(functions, keys);
        for (Relation relation : Traversal.upward(root)) {
            if (relation instanceof Recursion recursion) {
                seeds.put(recursion.number(), recursion.seed());
            }
        }
    }

    /** What may differ of a relation. */
    public Precision of(Relation relation) {
        Precision precision = known.get(relation);
        if (precision == null) {
            precision = computed(relation);
            known.put(relation, precision);
        }
        return precision;
    }

    private Precision computed(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return scan(scan);
        }
        if (relation instanceof Relation.Recursed recursed) {
            Relation seed = seeds.get(recursed.recursion());
            return seed == null ? Precision.exact(recursed.columns().size()) : of(seed);
        }
        List<Relation> read = relation.inputs();
        return switch (read.size()) {
            case 0 -> Precision.exact(relation.columns().size());
            case 1 -> unary(relation, of(read.get(0)));
            default ->
                relation instanceof SetOperation || relation instanceof Recursion
                        ? together(relation)
                        : joined(relation, of(read.get(0)), of(read.get(1)));
        };
    }

    private Precision scan(Relation.Scan scan) {
        List<String> columns = new ArrayList<>();
        scan.read()
                .forEach(column -> columns.add(
                        inputs.isInexact(scan.table(), column.name())
                                ? scan.table() + "." + column.name() + " is inexact"
                                : ""));
        return new Precision(
                columns, inputs.hasInexactRows(scan.table()) ? "which rows " + scan.table() + " has is inexact" : "");
    }

    private Precision unary(Relation relation, Precision input) {
        if (relation instanceof Project project) {
            List<String> columns = project.values().stream()
                    .map(value -> Reasons.of(value, input))
                    .toList();
            return new Precision(columns, input.rows());
        }
        if (relation instanceof Filter filter) {
            return withRows(input, Reasons.deciding(Reasons.of(filter.conditions(), input)));
        }
        if (relation instanceof Aggregate aggregate) {
            return calls.aggregate(aggregate, input);
        }
        if (relation instanceof Window window) {
            return calls.window(window, input);
        }
        if (relation instanceof Limit limit) {
            return limited(limit, input);
        }
        if (relation instanceof Unnest unnest) {
            String reason = Reasons.of(unnest.lists(), input);
            List<String> columns = new ArrayList<>(input.columns());
            columns.addAll(Collections.nCopies(unnest.elements().size(), reason));
            return new Precision(columns, Reasons.first(input.rows(), Reasons.deciding(reason)));
        }
        if (relation instanceof DistinctOn choice) {
            String reason = Reasons.first(
                    Reasons.of(choice.targets(), input),
                    calls.ofOrder(choice.input(), choice.targets(), choice.orders(), input));
            return withRows(input, Reasons.deciding(reason));
        }
        if (relation instanceof Distinct) {
            return compared(relation, input);
        }
        return relation instanceof Sample ? withRows(input, "rows are sampled by chance") : input;
    }

    private Precision limited(Limit limit, Precision input) {
        boolean all = limit.amount().equals(Limit.Amount.ALL) && limit.offset() == 0;
        if (all) {
            return input;
        }
        String reason = limit.input() instanceof Sort sort
                ? calls.ofOrder(sort.input(), List.of(), sort.keys(), input)
                : input.columns().stream().filter(r -> !r.isEmpty()).findFirst().orElse("");
        return withRows(input, Reasons.deciding(reason));
    }

    private static Precision withRows(Precision input, String rows) {
        return new Precision(input.columns(), Reasons.first(input.rows(), rows));
    }

    /** Rows that are compared as a whole: of equal ones, one is given. */
    private static Precision compared(Relation relation, Precision input) {
        String reason =
                input.columns().stream().filter(r -> !r.isEmpty()).findFirst().orElse("");
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            columns.add(Reasons.first(
                    input.columns().get(i), Reasons.ofUnits(relation.columns().get(i))));
        }
        return new Precision(columns, Reasons.first(input.rows(), Reasons.deciding(reason)));
    }

    private static Precision joined(Relation join, Precision left, Precision right) {
        List<String> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Precision pair = new Precision(both, Reasons.first(left.rows(), right.rows()));
        String deciding = Reasons.deciding(Reasons.of(join.expressions(), pair));
        if (join instanceof Join plain && plain.kind() == JoinKind.MARK) {
            List<String> columns = new ArrayList<>(left.columns());
            columns.add(Reasons.first(deciding, right.rows()));
            return new Precision(columns, left.rows());
        }
        boolean narrow = join instanceof Join plain && !plain.kind().givesRight();
        return new Precision(narrow ? left.columns() : both, Reasons.first(pair.rows(), deciding));
    }

    private Precision together(Relation relation) {
        List<Precision> parts = relation.inputs().stream().map(this::of).toList();
        Precision all = parts.stream().reduce(Exactness::merged).orElseThrow();
        if (relation instanceof Recursion recursion) {
            Precision seed = parts.get(0);
            boolean same = seed.inexact().equals(all.inexact()) && seed.rows().equals(all.rows());
            return same ? recursion.all() ? all : compared(relation, all) : everything(all);
        }
        SetOperation operation = (SetOperation) relation;
        boolean bag = operation.kind() == SetOperation.Kind.UNION && operation.all();
        return bag ? all : compared(relation, all);
    }

    /** What a step makes inexact is read by the next step, wherever that leads. */
    private static Precision everything(Precision some) {
        String reason = Stream.concat(some.columns().stream(), Stream.of(some.rows()))
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("");
        return new Precision(Collections.nCopies(some.columns().size(), reason), Reasons.deciding(reason));
    }

    private static Precision merged(Precision a, Precision b) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < a.columns().size(); i++) {
            columns.add(Reasons.first(a.columns().get(i), b.columns().get(i)));
        }
        return new Precision(columns, Reasons.first(a.rows(), b.rows()));
    }
}
