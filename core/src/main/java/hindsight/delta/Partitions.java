package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.List;

/** Which rows of a relation are computed apart from which. */
public final class Partitions {
    private Partitions() {}

    /** What all calls of a window are partitioned by. */
    public static List<Expression> common(Window window) {
        List<Expression> common = new ArrayList<>(window.calls().get(0).partitions());
        for (WindowCall call : window.calls()) {
            common.retainAll(call.partitions());
        }
        return common.stream().distinct().toList();
    }

    /** Whether a value is the same in all rows that agree in the parts. */
    public static boolean decide(List<Expression> parts, Expression value) {
        if (parts.contains(value)) {
            return true;
        }
        return !(value instanceof Expression.Reference)
                && value.children().stream().allMatch(child -> decide(parts, child));
    }

    /** Whether the rows of a relation are made of single rows of its inputs, so that an engine can look up some of them. */
    static boolean isScannable(Relation relation) {
        return Traversal.upward(relation).stream()
                .allMatch(part -> part instanceof Relation.Scan
                        || part instanceof Filter
                        || part instanceof Project
                        || part instanceof SetOperation operation
                                && operation.kind() == SetOperation.Kind.UNION
                                && operation.all()
                        || part instanceof Join join && join.kind() == JoinKind.INNER);
    }
}
