package hindsight.sql.writer;

import hindsight.relation.Aggregate;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Sample;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes relations of one input. */
final class UnaryText {
    private static final Set<Trait> NO_TRAIT = EnumSet.noneOf(Trait.class);
    private static final Set<Trait> ALL_TRAITS = EnumSet.allOf(Trait.class);

    private final Dialect dialect;
    private final RelationText relations;

    UnaryText(Dialect dialect, RelationText relations) {
        this.dialect = dialect;
        this.relations = relations;
    }

    Select filter(Filter filter) {
        Select select = relations.upTo(Stage.QUALIFY, filter.input(), filter.conditions(), Set.of(Trait.CHANCE));
        List<Fragment> conditions = relations.over(select).all(filter.conditions());
        boolean windows = Fragment.union(conditions).contains(Trait.WINDOW);
        boolean grouped = Fragment.union(conditions).contains(Trait.AGGREGATE);
        if (select.stage().atMost(Stage.WHERE) && !windows && !grouped) {
            return select.where(conditions);
        }
        if (select.stage() == Stage.GROUP && !windows) {
            return select.having(conditions);
        }
        if (windows) {
            return select.qualify(conditions);
        }
        Select read = relations.wrapped(select);
        return read.where(relations.over(read).all(filter.conditions()));
    }

    Select project(Project project) {
        Select select = relations.upTo(Stage.LIMIT, project.input(), project.values(), NO_TRAIT);
        return select.columns(relations.over(select).all(project.values()));
    }

    Select aggregate(Aggregate aggregate) {
        Select select = relations.upTo(Stage.WHERE, aggregate.input(), List.of(), NO_TRAIT);
        Use use = Use.of(aggregate.expressions());
        if (select.columns().stream().anyMatch(column -> !column.traits().isEmpty())
                || !use.isBorne(select.columns(), ALL_TRAITS)) {
            select = relations.wrapped(select);
        }
        List<Fragment> groupColumns = relations.over(select).all(aggregate.groups());
        if (!aggregate.isPlain() && Set.copyOf(groupColumns).size() < groupColumns.size()) {
            int width = select.columns().size();
            List<Fragment> wide = new ArrayList<>(select.columns());
            wide.addAll(groupColumns);
            select = relations.wrapped(select.columns(wide));
            groupColumns = select.columns().subList(width, wide.size());
        }
        CallText calls = new CallText(dialect, relations.over(select));
        List<String> groups = groupColumns.stream().map(calls::key).toList();
        List<Fragment> columns = new ArrayList<>(aggregate.isPlain() ? groupColumns : asGrouped(groupColumns, groups));
        aggregate.calls().forEach(call -> columns.add(calls.aggregate(call)));
        aggregate
                .groupings()
                .forEach(grouping -> columns.add(
                        Fragment.of("GROUPING(" + picked(groups, grouping) + ")", Fragment.Strength.CALL, List.of())
                                .with(Trait.AGGREGATE)));
        String sets = aggregate.sets().stream()
                .map(set -> "(" + picked(groups, set) + ")")
                .collect(Collectors.joining(", ", "GROUPING SETS (", ")"));
        return select.columns(columns).groups(aggregate.isPlain() ? String.join(", ", groups) : sets);
    }

    /** In rows of a set without it, a group is NULL only where it is written as it is grouped by: a constant by itself stays one. */
    private static List<Fragment> asGrouped(List<Fragment> columns, List<String> groups) {
        List<Fragment> grouped = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Fragment column = columns.get(i);
            boolean same = column.text().equals(groups.get(i));
            grouped.add(same ? column : Fragment.of(groups.get(i), Fragment.Strength.CALL, List.of(column)));
        }
        return grouped;
    }

    private static String picked(List<String> groups, List<Integer> positions) {
        return positions.stream().map(groups::get).collect(Collectors.joining(", "));
    }

    Select window(Window window) {
        Select select = relations.upTo(
                Stage.WINDOW,
                window.input(),
                window.expressions(),
                EnumSet.of(Trait.WINDOW, Trait.SUBQUERY, Trait.CHANCE));
        CallText calls = new CallText(dialect, relations.over(select));
        List<Fragment> columns = new ArrayList<>(select.columns());
        window.calls().forEach(call -> columns.add(calls.window(call)));
        return select.columns(columns).reached(Stage.WINDOW);
    }

    Select distinct(Distinct distinct) {
        return relations
                .upTo(Stage.QUALIFY, distinct.input(), List.of(), NO_TRAIT)
                .distinct("DISTINCT ");
    }

    Select distinctOn(DistinctOn distinct) {
        Select select = relations.upTo(Stage.QUALIFY, distinct.input(), distinct.expressions(), ALL_TRAITS);
        CallText calls = new CallText(dialect, relations.over(select));
        String targets = relations.over(select).all(distinct.targets()).stream()
                .map(calls::key)
                .collect(Collectors.joining(", "));
        return select.orders(calls.orders(distinct.orders())).distinct("DISTINCT ON (" + targets + ") ");
    }

    Select sort(Sort sort) {
        Select select = relations.upTo(
                Stage.QUALIFY, sort.input(), sort.expressions(), EnumSet.of(Trait.SUBQUERY, Trait.CHANCE));
        return select.orders(new CallText(dialect, relations.over(select)).orders(sort.keys()));
    }

    Select limit(Limit limit) {
        Select select = relations.upTo(Stage.ORDER, limit.input(), List.of(), NO_TRAIT);
        StringBuilder text = new StringBuilder();
        limit.amount().rows().ifPresent(rows -> text.append("\nLIMIT ").append(rows));
        limit.amount()
                .percent()
                .ifPresent(share -> text.append("\nLIMIT ").append(share).append('%'));
        text.append(limit.offset() == 0 ? "" : "\nOFFSET " + limit.offset());
        return select.limit(text.toString());
    }

    Select unnest(Unnest unnest) {
        Select select = relations.upTo(Stage.WHERE, unnest.input(), unnest.lists(), ALL_TRAITS);
        List<Fragment> columns = new ArrayList<>(select.columns());
        for (Expression list : unnest.lists()) {
            String text = "unnest(" + relations.over(select).of(list).text() + ")";
            columns.add(Fragment.of(text, Fragment.Strength.CALL, List.of()));
        }
        return select.columns(columns).reached(Stage.DONE);
    }

    Select sample(Sample sample) {
        Select select = relations.wrapped(relations.of(sample.input()));
        String size = sample.size() + (sample.percent() ? " PERCENT" : " ROWS");
        return select.limit("\nUSING SAMPLE " + size + " (" + sample.method() + ")")
                .reached(Stage.DONE);
    }
}
