package hindsight.relation.rule;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.TableFunction;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Which columns of each relation are read by those above it, or decide which rows it has. */
final class Needs {
    private final IdentityHashMap<Relation, BitSet> needed = new IdentityHashMap<>();

    Needs(Relation root) {
        List<Relation> order = Traversal.upward(root);
        order.forEach(relation -> needed.put(relation, new BitSet()));
        own(root).set(0, root.columns().size());
        for (int i = order.size() - 1; i >= 0; i--) {
            Relation relation = order.get(i);
            complete(relation);
            propagate(relation);
        }
    }

    IdentityHashMap<Relation, BitSet> byRelation() {
        return needed;
    }

    private BitSet own(Relation relation) {
        return Objects.requireNonNull(needed.get(relation));
    }

    /** What the relation has to give whoever asks for it. */
    private void complete(Relation relation) {
        int width = relation.columns().size();
        boolean whole = relation instanceof Distinct
                || relation instanceof Recursion
                || relation instanceof Relation.Recursed
                || relation instanceof TableFunction
                || (relation instanceof SetOperation operation && !isUnionAll(operation));
        if (whole) {
            own(relation).set(0, width);
        }
        if (relation instanceof Unnest unnest) {
            own(relation).set(width - unnest.elements().size(), width);
        }
        if (relation instanceof Aggregate aggregate) {
            own(relation).set(0, aggregate.groups().size());
        }
    }

    private static boolean isUnionAll(SetOperation operation) {
        return operation.kind() == SetOperation.Kind.UNION && operation.all();
    }

    private void propagate(Relation relation) {
        if (relation instanceof Project project) {
            own(project.input()).or(Expressions.references(picked(project.values(), own(project), 0)));
        } else if (relation instanceof Aggregate aggregate) {
            own(aggregate.input()).or(Expressions.references(aggregate(aggregate)));
        } else if (relation instanceof SetOperation || relation instanceof Recursion) {
            relation.inputs().forEach(input -> own(input).or(own(relation)));
        } else {
            passed(relation);
        }
    }

    private List<Expression> aggregate(Aggregate aggregate) {
        List<Expression> expressions = new ArrayList<>(aggregate.groups());
        picked(aggregate.calls(), own(aggregate), aggregate.groups().size()).stream()
                .map(AggregateCall::expressions)
                .forEach(expressions::addAll);
        return expressions;
    }

    /** Of operators that give the columns of their inputs, one after the other. */
    private void passed(Relation relation) {
        BitSet all = Expressions.references(read(relation));
        boolean given = !(relation instanceof Join join) || join.kind().givesRight();
        int start = 0;
        for (Relation input : relation.inputs()) {
            int end = start + input.columns().size();
            for (int i = start; i < end; i++) {
                if (all.get(i) || ((start == 0 || given) && own(relation).get(i))) {
                    own(input).set(i - start);
                }
            }
            start = end;
        }
    }

    private List<Expression> read(Relation relation) {
        if (!(relation instanceof Window window)) {
            return relation.expressions();
        }
        List<Expression> expressions = new ArrayList<>();
        picked(window.calls(), own(window), window.input().columns().size())
                .forEach(call -> expressions.addAll(call.expressions()));
        return expressions;
    }

    /** Those whose position, from a first one on, is in the set. */
    static <T> List<T> picked(List<T> all, BitSet kept, int first) {
        List<T> picked = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (kept.get(first + i)) {
                picked.add(all.get(i));
            }
        }
        return picked;
    }
}
