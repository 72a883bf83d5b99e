package hindsight.why;

import hindsight.delta.Partitions;
import hindsight.delta.Restricted;
import hindsight.delta.TooLargeException;
import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
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
import hindsight.relation.analysis.Keys;
import hindsight.relation.rule.Expressions;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.why.Contributions.Identity;
import hindsight.why.Contributions.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Goes from rows of a relation down to the rows of scans that they are made of. Where values of a row tell what it is made of, they go down as
 * they are; where they do not, the rows are looked up and kept, and go down in full.
 *
 * <pre>
 * #0 among T              x among T              k among T
 *   Project x + 1    →      …                      Aggregate by k     →   k of the input among T
 *                         x + 1 among T
 * left, right among T
 *   Join INNER       →    rows := the join's among T; left columns among rows; right columns among rows
 * </pre>
 */
final class Descent {
    /** A graph with more ways from its root to its scans is not followed. */
    private static final int MOST = 400;

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, List<Leaf>> leaves = new HashMap<>();
    private final Set<String> absent = new HashSet<>();
    private final Set<String> whole = new HashSet<>();
    private final Map<String, Identity> identifying;
    private final Keys keys;
    private int visits;

    Descent(Map<String, Identity> identifying) {
        this.identifying = Map.copyOf(identifying);
        Map<String, List<List<String>>> unique = new HashMap<>();
        identifying.forEach((table, identity) -> {
            if (identity.unique()) {
                unique.put(
                        table,
                        List.of(identity.columns().stream().map(Column::name).toList()));
            }
        });
        this.keys = new Keys(unique);
    }

    /** Rows of a scan that contribute. */
    private record Leaf(Relation.Scan scan, Relation rows) {}

    /** @throws TooLargeException when there are too many operators */
    void down(Relation relation, Wanted wanted) {
        visits++;
        if (visits > MOST) {
            throw TooLargeException.ofWays(MOST);
        }
        if (relation instanceof Relation.Scan scan) {
            scan(scan, wanted);
        } else if (relation instanceof Filter filter) {
            down(filter.input(), wanted.and(filter.conditions()));
        } else if (relation instanceof Project project) {
            down(project.input(), wanted.from(project.values()));
        } else if (relation instanceof Sort || relation instanceof Distinct) {
            down(relation.inputs().get(0), wanted);
        } else if (relation instanceof Join join) {
            join(join, wanted);
        } else if (relation instanceof AsOfJoin join) {
            asOf(join, wanted);
        } else if (relation instanceof SetOperation operation) {
            set(operation, wanted);
        } else if (relation instanceof Aggregate aggregate) {
            aggregate(aggregate, wanted);
        } else if (relation instanceof Window window) {
            window(window, wanted);
        } else if (relation instanceof Unnest unnest) {
            unnest(unnest, wanted);
        } else if (relation instanceof DistinctOn choice) {
            down(choice.input(), Wanted.these(rows(choice, wanted)));
        } else {
            other(relation, wanted);
        }
    }

    private void other(Relation relation, Wanted wanted) {
        if (relation instanceof Limit limit) {
            limit(limit, wanted);
        } else if (relation instanceof PositionalJoin || relation instanceof Recursion || relation instanceof Sample) {
            Traversal.scans(relation).forEach(scan -> scan(scan, Wanted.ALL));
        } else if (!(relation instanceof Values || relation instanceof TableFunction)) {
            throw new IllegalStateException("no way down from " + relation.getClass());
        }
    }

    /** A row stays among the first ones without the others; but how many of alike rows do, is told by all of the first ones. */
    private void limit(Limit limit, Wanted wanted) {
        boolean first = limit.offset() == 0 && limit.amount().percent().isEmpty();
        boolean apart = !keys.of(limit.input()).keys().isEmpty();
        Wanted taken = apart ? Wanted.these(rows(limit, wanted)) : Wanted.these(kept(limit));
        down(limit.input(), first ? taken : Wanted.ALL);
    }

    private void scan(Relation.Scan scan, Wanted wanted) {
        String table = Name.folded(scan.table());
        if (wanted.isAll()) {
            whole.add(table);
        } else {
            leaves.computeIfAbsent(table, first -> new ArrayList<>()).add(new Leaf(scan, wanted.of(scan)));
        }
    }

    private void aggregate(Aggregate aggregate, Wanted wanted) {
        int groups = aggregate.groups().size();
        List<Expression> heads = Wanted.references(aggregate.columns()).subList(0, groups);
        if (groups == 0 || wanted.isAll()) {
            down(aggregate.input(), Wanted.ALL);
        } else if (wanted.isWithin(groups)) {
            down(aggregate.input(), wanted.from(aggregate.groups()));
        } else {
            Wanted known =
                    wanted.only(heads).orElseGet(() -> Wanted.among(part(rows(aggregate, wanted), heads), heads));
            down(aggregate.input(), known.from(aggregate.groups()));
        }
    }

    /** The rows that are computed together with wanted ones. */
    private void window(Window window, Wanted wanted) {
        List<Expression> parts = Partitions.common(window);
        boolean decided = wanted.values().stream().allMatch(value -> Partitions.decide(parts, value))
                && wanted.conditions().stream().allMatch(value -> Partitions.decide(parts, value));
        if (parts.isEmpty() || decided || wanted.isAll()) {
            down(window.input(), parts.isEmpty() ? Wanted.ALL : wanted);
        } else {
            down(window.input(), Wanted.among(part(rows(window, wanted), parts), parts));
        }
    }

    private void unnest(Unnest unnest, Wanted wanted) {
        Relation rows = rows(unnest, wanted);
        down(unnest.input(), Wanted.these(first(rows, unnest.input().columns().size())));
    }

    private void set(SetOperation operation, Wanted wanted) {
        boolean counted = operation.all() && operation.kind() == SetOperation.Kind.EXCEPT;
        if (operation.kind() == SetOperation.Kind.UNION) {
            operation.inputs().forEach(input -> down(input, wanted.unsure()));
            return;
        }
        Wanted found = Wanted.these(rows(operation, wanted));
        for (int i = 0; i < operation.inputs().size(); i++) {
            Relation input = operation.inputs().get(i);
            if (i == 0 || counted || operation.kind() == SetOperation.Kind.INTERSECT) {
                down(input, i == 0 || !counted ? found : found.unsure());
            } else {
                miss(input);
            }
        }
    }

    private void join(Join join, Wanted wanted) {
        int width = join.left().columns().size();
        Relation rows = rows(join, wanted);
        down(join.left(), Wanted.these(first(rows, width)));
        if (join.kind() != JoinKind.INNER && bringsOthers(join.left())) {
            partners(join, kept(join.left()), join.conditions());
        }
        switch (join.kind()) {
            case INNER -> down(join.right(), Wanted.these(behind(rows, width)));
            case LEFT, SINGLE -> {
                down(join.right(), Wanted.these(behind(met(rows, join.conditions()), width)));
                miss(join.right());
            }
            case SEMI -> partners(join, rows, join.conditions());
            case MARK -> marked(join, rows);
            case ANTI -> miss(join.right());
            case RIGHT, FULL -> throw new IllegalStateException("a join of kind " + join.kind());
        }
    }

    /** Whether rows may be there that are not wanted, such as those that the query spells out: they must find the partners that they have. */
    private static boolean bringsOthers(Relation relation) {
        return Traversal.upward(relation).stream()
                .anyMatch(part -> part instanceof Values || part instanceof TableFunction || part instanceof Limit);
    }

    private void asOf(AsOfJoin join, Wanted wanted) {
        int width = join.left().columns().size();
        Relation rows = rows(join, wanted);
        if (join.kind().padsLeft()) {
            down(join.left(), Wanted.ALL);
            down(join.right(), Wanted.ALL);
        } else {
            down(join.left(), Wanted.these(first(rows, width)));
            down(join.right(), Wanted.these(behind(met(rows, join.conditions()), width)));
            miss(join.right());
        }
    }

    /** The pairs among rows of a join that may be padded. */
    private static Relation met(Relation rows, List<Expression> conditions) {
        return conditions.isEmpty() ? rows : new Filter(rows, conditions);
    }

    /** Of the rows that a mark was set by, those that meet a left row, and where it is NULL, those that may. */
    private void marked(Join join, Relation rows) {
        int width = join.left().columns().size();
        partners(join, first(rows, width), join.conditions());
        Expression mark = new Reference(width, DataType.BOOLEAN);
        Relation unknown = new Filter(rows, List.of(new Expression.IsNull(mark)));
        List<Expression> possible = Expressions.conjuncts(join.conditions()).stream()
                .map(Descent::possible)
                .toList();
        partners(join, first(unknown, width), possible);
        miss(join.right());
    }

    private static Expression possible(Expression condition) {
        boolean never = condition instanceof Expression.Comparison comparison
                && comparison.comparator().isNullSafe();
        return never ? condition : new Expression.Coalesce(List.of(condition, Expression.Constant.TRUE));
    }

    private void partners(Join join, Relation left, List<Expression> conditions) {
        if (join.right().columns().isEmpty() || left.columns().isEmpty()) {
            down(join.right(), Wanted.ALL);
        } else {
            down(join.right(), Wanted.these(kept(Restricted.partners(left, join.right(), conditions))));
        }
    }

    private void miss(Relation relation) {
        Traversal.scans(relation).forEach(scan -> absent.add(Name.folded(scan.table())));
    }

    private static Relation first(Relation rows, int width) {
        return Project.columns(rows, IntStream.range(0, width).boxed().toList());
    }

    private static Relation behind(Relation rows, int width) {
        return Project.columns(
                rows, IntStream.range(width, rows.columns().size()).boxed().toList());
    }

    private static Relation part(Relation rows, List<Expression> values) {
        return new Distinct(new Project(rows, values));
    }

    /** The wanted rows in full. */
    private Relation rows(Relation relation, Wanted wanted) {
        return wanted.known(relation.columns()).orElseGet(() -> kept(wanted.of(relation)));
    }

    private Relation kept(Relation rows) {
        if (rows.columns().isEmpty()) {
            return rows;
        }
        String name = "#rows" + (steps.size() + 1);
        List<Column> columns = new ArrayList<>();
        for (DataType type : rows.columns()) {
            columns.add(new Column("c" + columns.size(), type));
        }
        steps.add(new Step(
                name, new BoundQuery(rows, columns.stream().map(Column::name).toList())));
        return new Relation.Scan(name, columns);
    }

    /** All that was found. */
    Contributions found() {
        Map<String, BoundQuery> inputs = new HashMap<>();
        leaves.forEach((table, found) -> {
            if (!whole.contains(table)) {
                List<Column> columns =
                        Objects.requireNonNull(identifying.get(table)).columns();
                inputs.put(
                        table,
                        new BoundQuery(
                                together(found, columns),
                                columns.stream().map(Column::name).toList()));
            }
        });
        absent.removeAll(whole);
        return new Contributions(steps, inputs, whole, absent);
    }

    /** Each row of an input once, however often it contributes. */
    private static Relation together(List<Leaf> found, List<Column> columns) {
        List<Relation> parts = found.stream()
                .map(leaf -> identified(leaf.rows(), leaf.scan(), columns))
                .toList();
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Relation all = new SetOperation(SetOperation.Kind.UNION, false, parts);
        Relation.Scan scan = new Relation.Scan(found.get(0).scan().table(), columns);
        List<Expression> alike = IntStream.range(0, columns.size())
                .<Expression>mapToObj(i -> new Expression.Comparison(
                        Comparator.NOT_DISTINCT,
                        new Reference(i, columns.get(i).type()),
                        new Reference(columns.size() + i, columns.get(i).type())))
                .toList();
        return new Join(JoinKind.SEMI, scan, all, alike);
    }

    private static Relation identified(Relation rows, Relation.Scan scan, List<Column> columns) {
        return Project.columns(
                rows,
                columns.stream()
                        .map(column -> Contributions.place(scan.read(), column).orElseThrow())
                        .toList());
    }
}
