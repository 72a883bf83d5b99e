package hindsight.sql.writer;

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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes relations: each adds to the SELECT of its input where its clause can stand there, or begins a SELECT of its own. */
final class RelationText {
    private final Dialect dialect;
    private final Tables tables;
    private final IdentityHashMap<Relation, Integer> uses;
    private final Recursed recursed;
    private final IdentityHashMap<Relation, Tables.Defined> shared = new IdentityHashMap<>();
    private final Map<Integer, String> recursions = new HashMap<>();
    private final UnaryText unary;
    private final JoinText joins;
    private final SetText sets;
    private boolean inStep;

    RelationText(Dialect dialect, Tables tables, Relation root) {
        this.dialect = dialect;
        this.tables = tables;
        this.uses = Traversal.uses(root);
        this.recursed = new Recursed(root);
        this.unary = new UnaryText(dialect, this);
        this.joins = new JoinText(dialect, this);
        this.sets = new SetText(dialect, tables, this);
    }

    Select of(Relation relation) {
        if (!isShared(relation)) {
            return written(relation);
        }
        Tables.Defined known = shared.get(relation);
        if (known == null) {
            boolean outer = inStep;
            inStep = false;
            known = tables.define(written(relation), Steadiness.isOpen(relation));
            inStep = outer;
            shared.put(relation, known);
        }
        return known.readAs(tables.fresh());
    }

    /** The same rows, read as a table. */
    Select wrapped(Select select) {
        return inStep ? tables.inline(select) : tables.define(select, false).read();
    }

    /** The input's SELECT, if it has come no further than the stage and can bear the expressions; else one that reads it. */
    Select upTo(Stage most, Relation input, List<Expression> expressions, Set<Trait> barred) {
        Select select = of(input);
        return select.stage().atMost(most) && Use.of(expressions).isBorne(select.columns(), barred)
                ? select
                : wrapped(select);
    }

    ExpressionText over(Select select) {
        return new ExpressionText(dialect, select.columns());
    }

    /** What a recursion's step is written as: nothing of it can be a table of the WITH clause. */
    String step(Recursion recursion, String name) {
        recursions.put(recursion.number(), name);
        boolean outer = inStep;
        inStep = true;
        Select step = of(recursion.step());
        String text = step.text(Tables.numbered(step.columns().size()));
        inStep = outer;
        return text;
    }

    private boolean isShared(Relation relation) {
        return uses.getOrDefault(relation, 0) > 1 && !relation.inputs().isEmpty() && !recursed.isIn(relation);
    }

    private Select written(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return tables.scan(scan);
        }
        if (relation instanceof Relation.Recursed step) {
            String alias = tables.fresh();
            String table = String.valueOf(recursions.get(step.recursion()));
            return new Select(
                    table + " AS " + alias,
                    Tables.columns(alias, Tables.numbered(step.columns().size())));
        }
        if (relation instanceof Join join) {
            return joins.join(join);
        }
        if (relation instanceof AsOfJoin join) {
            return joins.asOf(join);
        }
        if (relation instanceof PositionalJoin join) {
            return joins.positional(join);
        }
        return relation.inputs().size() == 1 ? unary(relation) : source(relation);
    }

    private Select source(Relation relation) {
        if (relation instanceof Values values) {
            return sets.values(values);
        }
        if (relation instanceof TableFunction function) {
            return sets.function(function);
        }
        if (relation instanceof SetOperation operation) {
            return sets.operation(operation);
        }
        return sets.recursion((Recursion) relation);
    }

    private Select unary(Relation relation) {
        if (relation instanceof Filter filter) {
            return unary.filter(filter);
        }
        if (relation instanceof Project project) {
            return unary.project(project);
        }
        if (relation instanceof Aggregate aggregate) {
            return unary.aggregate(aggregate);
        }
        if (relation instanceof Window window) {
            return unary.window(window);
        }
        if (relation instanceof Distinct distinct) {
            return unary.distinct(distinct);
        }
        if (relation instanceof DistinctOn distinct) {
            return unary.distinctOn(distinct);
        }
        if (relation instanceof Sort sort) {
            return unary.sort(sort);
        }
        if (relation instanceof Limit limit) {
            return unary.limit(limit);
        }
        if (relation instanceof Unnest unnest) {
            return unary.unnest(unnest);
        }
        return unary.sample((Sample) relation);
    }
}
