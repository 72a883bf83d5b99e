package hindsight.relation.analysis;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Limit;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.TableFunction;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Values;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what tells the rows of relations apart, and remembers it. Not safe for several threads. */
public final class Keys {
    private final Map<String, List<List<String>>> declared;
    private final IdentityHashMap<Relation, Uniqueness> known = new IdentityHashMap<>();

    /**
     * @param declared keys of the inputs, as sets of column names, by the names under which relations scan them. No two rows of an
     *     input may be alike in a key, NULLs being alike
     */
    public Keys(Map<String, List<List<String>>> declared) {
        this.declared = Map.copyOf(declared);
    }

    /** What tells the rows of a relation apart, by position of its columns. */
    public Uniqueness of(Relation relation) {
        if (!known.containsKey(relation)) {
            for (Relation each : Traversal.upward(relation)) {
                if (!known.containsKey(each)) {
                    known.put(each, derive(each));
                }
            }
        }
        return Optional.ofNullable(known.get(relation)).orElseThrow();
    }

    /** Whether surely no two rows of a relation are alike in all of these columns; of none: whether there is at most one row. */
    public boolean isUnique(Relation relation, BitSet columns) {
        return of(relation).isKey(columns.stream().boxed().collect(Collectors.toSet()));
    }

    /** Whether surely no left row of a join meets the conditions with two right ones. */
    public boolean haveOnePartner(Join join) {
        return JoinKeys.haveOnePartner(join, of(join.left()), of(join.right()));
    }

    private Uniqueness derive(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return scanned(scan);
        }
        if (relation instanceof Values values) {
            return spelledOut(values);
        }
        if (relation instanceof Join join) {
            return JoinKeys.of(join, of(join.left()), of(join.right()));
        }
        if (relation instanceof AsOfJoin join) {
            return JoinKeys.of(join, of(join.left()));
        }
        if (relation instanceof SetOperation operation) {
            return combined(operation);
        }
        if (relation instanceof Recursion recursion && !recursion.all()) {
            return wholeRow(recursion);
        }
        if (relation instanceof Recursion
                || relation instanceof Relation.Recursed
                || relation instanceof PositionalJoin
                || relation instanceof TableFunction) {
            return Uniqueness.NOTHING;
        }
        return unary(relation, of(relation.inputs().get(0)));
    }

    private Uniqueness scanned(Relation.Scan scan) {
        List<Set<Integer>> keys = new ArrayList<>();
        for (List<String> key : declared.getOrDefault(scan.table(), List.of())) {
            Set<Integer> positions = new TreeSet<>();
            for (int i = 0; i < scan.read().size(); i++) {
                String column = scan.read().get(i).name();
                if (key.stream().anyMatch(name -> Name.same(name, column))) {
                    positions.add(i);
                }
            }
            if (positions.size() == key.size()) {
                keys.add(positions);
            }
        }
        return Uniqueness.of(keys, List.of());
    }

    private static Uniqueness spelledOut(Values values) {
        if (values.rows().size() <= 1) {
            return atMostOneRow();
        }
        List<Set<Integer>> keys = new ArrayList<>();
        List<Dependency> constants = new ArrayList<>();
        for (int i = 0; i < values.columns().size(); i++) {
            int column = i;
            List<Expression> cells =
                    values.rows().stream().map(row -> row.get(column)).toList();
            if (Literals.areDifferent(cells)) {
                keys.add(Set.of(column));
            }
            if (Literals.areSame(cells)) {
                constants.add(new Dependency(Set.of(), Set.of(column)));
            }
        }
        return Uniqueness.of(keys, constants);
    }

    private static Uniqueness atMostOneRow() {
        return new Uniqueness(List.of(Set.of()), List.of());
    }

    private static Uniqueness wholeRow(Relation relation) {
        return Uniqueness.of(List.of(Sets.positions(0, relation.columns().size())), List.of());
    }

    private Uniqueness combined(SetOperation operation) {
        Uniqueness row = operation.all() ? Uniqueness.NOTHING : wholeRow(operation);
        if (operation.kind() == SetOperation.Kind.UNION) {
            return operation.all() ? Uniqueness.of(told(operation), List.of()) : row;
        }
        Uniqueness first = of(operation.inputs().get(0)).and(row.keys(), List.of());
        if (operation.kind() == SetOperation.Kind.EXCEPT) {
            return first;
        }
        for (Relation other : operation.inputs()) {
            first = first.and(of(other).keys(), of(other).dependencies());
        }
        return first;
    }

    /** Where each input has another literal in some column, that one with a key of each tells all rows apart. */
    private List<Set<Integer>> told(SetOperation union) {
        List<Set<Integer>> keys = new ArrayList<>();
        if (union.inputs().stream().allMatch(input -> !of(input).keys().isEmpty())) {
            for (int i = 0; i < union.columns().size(); i++) {
                int column = i;
                List<Expression> literals = union.inputs().stream()
                        .flatMap(input -> Literals.of(input, column).stream())
                        .toList();
                if (literals.size() == union.inputs().size() && Literals.areDifferent(literals)) {
                    Set<Integer> key = new TreeSet<>(Set.of(column));
                    union.inputs().forEach(input -> key.addAll(of(input).keys().get(0)));
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static Uniqueness unary(Relation relation, Uniqueness input) {
        int width = relation.inputs().get(0).columns().size();
        if (relation instanceof Filter filter) {
            return input.and(List.of(), Computed.equalities(filter.conditions()));
        }
        if (relation instanceof Project project) {
            return projected(input, width, project.values());
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregated(aggregate, input, width);
        }
        if (relation instanceof Distinct) {
            return input.and(wholeRow(relation).keys(), List.of());
        }
        if (relation instanceof DistinctOn first) {
            Set<Integer> key = Sets.positions(width, first.targets().size());
            return with(input, width, first.targets(), key)
                    .within(Sets.positions(0, width), width + first.targets().size());
        }
        if (relation instanceof Window window) {
            return numbered(window, input, width);
        }
        if (relation instanceof Unnest) {
            return Uniqueness.of(List.of(), input.dependenciesOfAll(width));
        }
        if (relation instanceof Limit limit && limit.amount().rows().orElse(2) <= 1) {
            return atMostOneRow();
        }
        if (relation instanceof Limit || relation instanceof Sample || relation instanceof Sort) {
            return input;
        }
        throw new IllegalArgumentException("nothing is known of " + relation.getClass());
    }

    /** Of rows with further columns behind, which make a key. */
    private static Uniqueness with(Uniqueness input, int width, List<Expression> values, Set<Integer> key) {
        List<Dependency> more = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            more.addAll(Computed.held(values.get(i), width + i));
        }
        return input.andAll(List.of(key), more);
    }

    private static Uniqueness projected(Uniqueness input, int width, List<Expression> values) {
        Map<Integer, Integer> images = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            int position = i;
            Computed.column(values.get(i)).ifPresent(column -> images.putIfAbsent(column, position));
        }
        Uniqueness kept =
                input.within(images.keySet(), width).moved(column -> Objects.requireNonNull(images.get(column)));
        List<Set<Integer>> keys = new ArrayList<>();
        List<Dependency> dependencies = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Set<Integer> from = Computed.references(values.get(i));
            if (images.containsValue(i)) {
                continue;
            }
            if (Computed.follows(values.get(i)) && images.keySet().containsAll(from)) {
                dependencies.add(new Dependency(
                        Sets.moved(from, column -> Objects.requireNonNull(images.get(column))), Set.of(i)));
            }
            int position = i;
            Computed.column(values.get(i)).map(images::get).ifPresent(image -> {
                dependencies.add(new Dependency(Set.of(position), Set.of(image)));
                kept.keys().stream()
                        .filter(key -> key.contains(image))
                        .forEach(key -> keys.add(Sets.moved(key, column -> column == image ? position : column)));
            });
        }
        return kept.and(keys, dependencies);
    }

    private static Uniqueness aggregated(Aggregate aggregate, Uniqueness input, int width) {
        int size = aggregate.groups().size();
        if (aggregate.isPlain()) {
            List<Dependency> dependencies =
                    projected(input, width, aggregate.groups()).dependenciesOfAll(size);
            return Uniqueness.of(List.of(Sets.positions(0, size)), dependencies);
        }
        if (aggregate.sets().size() == 1) {
            return Uniqueness.of(List.of(new TreeSet<>(aggregate.sets().get(0))), List.of());
        }
        Set<Integer> told = new TreeSet<>();
        aggregate.groupings().forEach(told::addAll);
        boolean different =
                aggregate.sets().stream().map(TreeSet::new).distinct().count()
                        == aggregate.sets().size();
        Set<Integer> key = Sets.positions(0, size);
        key.addAll(Sets.positions(
                size + aggregate.calls().size(), aggregate.groupings().size()));
        return different && told.size() == size ? Uniqueness.of(List.of(key), List.of()) : Uniqueness.NOTHING;
    }

    /** The number of a row names it within its partition. */
    private static Uniqueness numbered(Window window, Uniqueness input, int width) {
        Uniqueness found = input;
        int wider = width + window.calls().size();
        for (int i = 0; i < window.calls().size(); i++) {
            WindowCall call = window.calls().get(i);
            boolean number = call.call().function().equals("row_number")
                    && call.call().orders().isEmpty()
                    && call.call().conditions().isEmpty();
            if (number) {
                Set<Integer> key = Sets.positions(wider, call.partitions().size());
                key.add(width + i);
                found = with(found, wider, call.partitions(), key)
                        .within(
                                Sets.positions(0, wider),
                                wider + call.partitions().size());
            }
        }
        return found;
    }
}
