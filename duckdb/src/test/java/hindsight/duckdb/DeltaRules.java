package hindsight.duckdb;

import hindsight.delta.ClockMove;
import hindsight.delta.InputChange;
import hindsight.duckdb.DerivedChange.Way;
import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.Name;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * By which rules the change of a query is derived, told from its topmost operator, from what of it changes and from the way: one name for each
 * rule that must have given rows.
 */
final class DeltaRules {
    private final Map<String, InputChange> changed;
    private final ClockMove clock;

    DeltaRules(Map<String, InputChange> changed, ClockMove clock) {
        this.changed = changed;
        this.clock = clock;
    }

    /** @param ways in which a change of some rows was derived */
    Set<String> of(BoundQuery query, Set<Way> ways) {
        Relation relation = query.relation();
        Set<String> rules = new TreeSet<>();
        if (ways.contains(Way.DELTA)) {
            rules.add("delta: " + changed(relation));
            lookups(relation, rules);
            if (clock.movesAny(relation) && relation.inputs().stream().noneMatch(clock::movesAny)) {
                rules.add("clock: " + kind(relation));
            }
        }
        if (ways.contains(Way.KEYED)) {
            rules.add("keyed: " + kind(relation));
        }
        if (ways.contains(Way.OLD_STATES)) {
            rules.add("states, old: " + kind(relation));
        }
        if (ways.contains(Way.NEW_STATES)) {
            rules.add("states, new: " + kind(relation));
        }
        return rules;
    }

    private String changed(Relation relation) {
        if (relation instanceof Relation.Scan scan) {
            return "Scan " + changed.get(Name.folded(scan.table()));
        }
        if (!(relation instanceof Join || relation instanceof AsOfJoin)) {
            return kind(relation);
        }
        boolean left = canChange(relation.inputs().get(0));
        boolean right = canChange(relation.inputs().get(1));
        String side = left && right ? "both" : left ? "left" : right ? "right" : "none";
        return kind(relation) + ", " + side;
    }

    /** Whether a relation reads something that changed. */
    boolean canChange(Relation relation) {
        return clock.movesAny(relation)
                || Traversal.scans(relation).stream().anyMatch(scan -> changed.containsKey(Name.folded(scan.table())));
    }

    /** What keys of changed rows are handed to: the rows that they touch are looked for there. */
    private void lookups(Relation relation, Set<String> rules) {
        List<Relation> inputs = relation.inputs();
        if (isKeyed(relation)) {
            inputs.forEach(input -> rules.add("touched: " + kind(input)));
            inputs.forEach(input -> rules.add("restricted: " + kind(input)));
        } else if (relation instanceof SetOperation operation
                        && !kind(operation).equals("UNION ALL")
                || isLookup(relation)) {
            inputs.forEach(input -> rules.add("restricted: " + kind(input)));
        }
    }

    private static boolean isKeyed(Relation relation) {
        return relation instanceof Aggregate aggregate
                        && aggregate.isPlain()
                        && !aggregate.groups().isEmpty()
                || relation instanceof Window && kind(relation).equals("Window")
                || relation instanceof Distinct
                || relation instanceof DistinctOn;
    }

    private boolean isLookup(Relation relation) {
        return relation instanceof Join join
                && join.kind() != JoinKind.INNER
                && join.kind() != JoinKind.MARK
                && !kind(join).contains("without")
                && canChange(join.right());
    }

    /** What kind of operator it is, as far as rules tell apart. */
    static String kind(Relation relation) {
        String name = relation.getClass().getSimpleName();
        if (relation instanceof Join join) {
            return name + " " + join.kind() + (isEquality(join.conditions()) ? "" : " without equality");
        }
        if (relation instanceof AsOfJoin join) {
            return name + " " + join.kind() + (isEquality(join.conditions()) ? "" : " without equality");
        }
        if (relation instanceof SetOperation operation) {
            return operation.kind() + (operation.all() ? " ALL" : "");
        }
        if (relation instanceof Aggregate aggregate) {
            return name + (!aggregate.isPlain() ? " sets" : aggregate.groups().isEmpty() ? " whole" : "");
        }
        if (relation instanceof Window window) {
            List<List<Expression>> partitions = window.calls().stream()
                    .map(WindowCall::partitions)
                    .distinct()
                    .toList();
            return name
                    + (partitions.size() > 1 ? " several" : partitions.get(0).isEmpty() ? " whole" : "");
        }
        return name;
    }

    private static boolean isEquality(List<Expression> conditions) {
        return conditions.stream()
                .anyMatch(condition -> condition instanceof Expression.Comparison comparison
                        && (comparison.comparator() == Comparator.EQUAL
                                || comparison.comparator() == Comparator.NOT_DISTINCT));
    }
}
