package hindsight.relation.rule;

import hindsight.relation.Aggregate;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Values;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.Column;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Columns that nothing reads are not given.
 *
 * <pre>
 * Project #1                 Project #0
 *   Filter #1 > 0              Filter #0 > 0
 *     Project #4, #2     →       Project #0
 *       Scan a, b, c, d, e         Scan c
 * </pre>
 *
 * Grouping values, rows that are compared as a whole, and lists that are unnested stay: they decide which rows there are.
 */
final class TrimColumns {
    private final IdentityHashMap<Relation, BitSet> needed;
    private final IdentityHashMap<Relation, Integer> uses;
    private final IdentityHashMap<Relation, Trimmed> done = new IdentityHashMap<>();

    private TrimColumns(Relation root) {
        this.needed = new Needs(root).byRelation();
        this.uses = Traversal.uses(root);
    }

    static Relation apply(Relation root) {
        TrimColumns rule = new TrimColumns(root);
        for (Relation relation : Traversal.upward(root)) {
            rule.done.put(relation, rule.narrowed(relation, rule.trimmed(relation)));
        }
        return rule.exactly(root, rule.need(root));
    }

    /** What a relation became, and where its columns are now. */
    private record Trimmed(Relation relation, Map<Integer, Integer> positions) {
        Expression moved(Expression expression) {
            return Expressions.moved(expression, index -> Objects.requireNonNull(positions.get(index)));
        }
    }

    /** What several read is not given wider than any of them needs. */
    private Trimmed narrowed(Relation before, Trimmed after) {
        boolean several =
                Objects.requireNonNull(uses.get(before)) > 1 && !before.inputs().isEmpty();
        BitSet kept = need(before);
        if (!several || kept.cardinality() == after.relation().columns().size()) {
            return after;
        }
        List<Integer> columns = new ArrayList<>();
        kept.stream()
                .forEach(index ->
                        columns.add(Objects.requireNonNull(after.positions().get(index))));
        return new Trimmed(Project.columns(after.relation(), columns), numbered(kept));
    }

    /** Some columns and no others, in order. */
    private Relation exactly(Relation before, BitSet kept) {
        Trimmed after = of(before);
        List<Integer> columns = new ArrayList<>();
        kept.stream()
                .forEach(index ->
                        columns.add(Objects.requireNonNull(after.positions().get(index))));
        return Project.columns(after.relation(), columns);
    }

    private Trimmed of(Relation before) {
        return Objects.requireNonNull(done.get(before));
    }

    private BitSet need(Relation relation) {
        return Objects.requireNonNull(needed.get(relation));
    }

    private static Map<Integer, Integer> numbered(BitSet kept) {
        Map<Integer, Integer> positions = new HashMap<>();
        kept.stream().forEach(index -> positions.put(index, positions.size()));
        return positions;
    }

    /** Columns come in order of their names, so that it does not matter in which order the text mentions them. */
    private Trimmed trimmed(Relation.Scan scan) {
        List<Integer> order = need(scan).stream()
                .boxed()
                .sorted(Comparator.comparing(
                        index -> Name.folded(scan.read().get(index).name())))
                .toList();
        Map<Integer, Integer> positions = new HashMap<>();
        order.forEach(index -> positions.put(index, positions.size()));
        List<Column> read = order.stream().map(scan.read()::get).toList();
        return new Trimmed(new Relation.Scan(scan.table(), read), positions);
    }

    private Trimmed trimmed(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return trimmed(scan);
        }
        if (relation instanceof Values values) {
            List<List<Expression>> rows = values.rows().stream()
                    .map(row -> Needs.picked(row, need(values), 0))
                    .toList();
            return new Trimmed(
                    new Values(Needs.picked(values.columns(), need(values), 0), rows), numbered(need(values)));
        }
        if (relation instanceof Project project) {
            Trimmed input = of(project.input());
            List<Expression> values = Needs.picked(project.values(), need(project), 0).stream()
                    .map(input::moved)
                    .toList();
            return new Trimmed(new Project(input.relation(), values), numbered(need(project)));
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (relation instanceof Window window) {
            return window(window);
        }
        if (relation instanceof SetOperation || relation instanceof Recursion) {
            List<Relation> inputs = relation.inputs().stream()
                    .map(input -> exactly(input, need(relation)))
                    .toList();
            return new Trimmed(relation.over(inputs), numbered(need(relation)));
        }
        return passing(relation);
    }

    private Trimmed aggregate(Aggregate aggregate) {
        Trimmed input = of(aggregate.input());
        BitSet kept = need(aggregate);
        int groups = aggregate.groups().size();
        int calls = aggregate.calls().size();
        Relation narrow = new Aggregate(
                aggregate.input(),
                aggregate.groups(),
                aggregate.sets(),
                Needs.picked(aggregate.calls(), kept, groups),
                Needs.picked(aggregate.groupings(), kept, groups + calls));
        return new Trimmed(narrow.rebuilt(List.of(input.relation()), input::moved), numbered(kept));
    }

    private Trimmed window(Window window) {
        Trimmed input = of(window.input());
        int width = window.input().columns().size();
        List<WindowCall> calls = Needs.picked(window.calls(), need(window), width);
        Map<Integer, Integer> positions = new HashMap<>(input.positions());
        int next = input.relation().columns().size();
        need(window).stream().filter(index -> index >= width).forEach(index -> {
            long before = need(window).get(width, index).cardinality();
            positions.put(index, next + (int) before);
        });
        Relation narrow = new Window(window.input(), calls);
        return new Trimmed(
                calls.isEmpty() ? input.relation() : narrow.rebuilt(List.of(input.relation()), input::moved),
                positions);
    }

    /** Operators that give the columns of their inputs, one after the other, and perhaps some of their own behind. */
    private Trimmed passing(Relation relation) {
        Map<Integer, Integer> positions = new HashMap<>();
        List<Relation> inputs = new ArrayList<>();
        int before = 0;
        int after = 0;
        for (Relation input : relation.inputs()) {
            Trimmed trimmed = of(input);
            inputs.add(trimmed.relation());
            int oldStart = before;
            int newStart = after;
            trimmed.positions().forEach((old, now) -> positions.put(oldStart + old, newStart + now));
            before += input.columns().size();
            after += trimmed.relation().columns().size();
        }
        Trimmed row = new Trimmed(relation, positions);
        Relation moved = relation.rebuilt(inputs, row::moved);
        if (relation instanceof Join join && join.kind() == JoinKind.MARK) {
            positions.put(join.left().columns().size(), moved.columns().size() - 1);
        }
        if (relation instanceof Unnest unnest) {
            for (int i = 0; i < unnest.elements().size(); i++) {
                positions.put(before + i, after + i);
            }
        }
        return new Trimmed(moved, relation.inputs().isEmpty() ? identity(relation) : positions);
    }

    private static Map<Integer, Integer> identity(Relation relation) {
        BitSet all = new BitSet();
        all.set(0, relation.columns().size());
        return numbered(all);
    }
}
