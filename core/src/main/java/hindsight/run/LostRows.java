package hindsight.run;

import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import hindsight.run.Missing.Cause;
import hindsight.why.Loss;
import hindsight.why.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts into words how an operator lost the rows that its inputs have. */
final class LostRows {
    private static final int SAMPLES = 3;

    private final Seen table;
    private final Wording wording;
    private final Candidates candidates;

    LostRows(Seen table, Loss root, Candidates candidates) {
        this.table = table;
        this.wording = new Wording(root.relation());
        this.candidates = candidates;
    }

    long count(Loss loss) {
        return candidates.count(loss.rows());
    }

    /** @param loss an operator without candidates, though what it reads has some as far as that can be told */
    Missing.Loss told(Loss loss) {
        if (loss.below().isEmpty()) {
            return Cause.UNKNOWN.of(
                    table.table().name(),
                    "what it is computed from below " + name(loss.relation()) + " does not tell the row");
        }
        if (loss.relation() instanceof Filter filter) {
            return filtered(filter, loss.below().get(0));
        }
        if (loss.relation() instanceof Join join) {
            return joined(join, loss);
        }
        String text = loss.relation() instanceof Limit limit
                ? "it is not among the first " + limit.amount()
                : "lost by " + name(loss.relation());
        return lost(Cause.OPERATOR, text, loss.relation(), count(loss.below().get(0)), List.of());
    }

    private static String name(Relation relation) {
        return relation.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private Missing.Loss lost(
            Cause cause, String text, Relation about, long count, List<Map<String, @Nullable Object>> samples) {
        return new Missing.Loss(
                table.table().name(), cause, text, MissingRow.tables(about), count, samples, OptionalLong.empty());
    }

    /** The condition that most candidates do not meet. */
    private Missing.Loss filtered(Filter filter, Loss input) {
        List<Expression> conditions = Expressions.conjuncts(filter.conditions());
        List<Expression> values = new ArrayList<>(conditions);
        List<Integer> decisive =
                Expressions.references(conditions).stream().boxed().toList();
        decisive.forEach(index ->
                values.add(new Expression.Reference(index, filter.columns().get(index))));
        List<List<@Nullable Object>> rows = candidates.some(new Project(input.rows(), values));
        int worst = IntStream.range(0, conditions.size())
                .boxed()
                .max(Comparator.comparing((Integer i) -> failing(rows, i).size())
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        List<Integer> read = MissingRow.references(conditions.get(worst)).toList();
        List<Map<String, @Nullable Object>> samples = failing(rows, worst).stream()
                .map(row -> {
                    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                    read.forEach(index -> shown.put(
                            wording.of(filter.input()).get(index),
                            row.get(conditions.size() + decisive.indexOf(index))));
                    return shown;
                })
                .distinct()
                .limit(SAMPLES)
                .toList();
        String text = wording.of(conditions.get(worst), filter);
        return lost(Cause.CONDITION, text, filter, count(input), samples);
    }

    private static List<List<@Nullable Object>> failing(List<List<@Nullable Object>> rows, int condition) {
        return rows.stream()
                .filter(row -> !Boolean.TRUE.equals(row.get(condition)))
                .toList();
    }

    private Missing.Loss joined(Join join, Loss loss) {
        boolean left = loss.inputs().get(0).isTold();
        Loss side = loss.inputs().get(left ? 0 : 1);
        int width = join.left().columns().size();
        List<Integer> read = Expressions.references(join.conditions()).stream()
                .boxed()
                .filter(index -> left == index < width)
                .map(index -> left ? index : index - width)
                .toList();
        List<Expression> values = read.stream()
                .<Expression>map(index -> new Expression.Reference(
                        index, side.relation().columns().get(index)))
                .toList();
        List<Map<String, @Nullable Object>> samples = values.isEmpty()
                ? List.of()
                : candidates.some(new Project(side.rows(), values)).stream()
                        .map(row -> {
                            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                            for (int i = 0; i < read.size(); i++) {
                                shown.put(wording.of(side.relation()).get(read.get(i)), row.get(i));
                            }
                            return shown;
                        })
                        .distinct()
                        .limit(SAMPLES)
                        .toList();
        String text = join.conditions().stream()
                .map(condition -> wording.of(condition, join))
                .reduce((a, b) -> a + " AND " + b)
                .orElse("");
        Cause cause = join.kind() == JoinKind.ANTI ? Cause.PARTNER : Cause.NO_PARTNER;
        return lost(cause, text, left ? join.right() : join.left(), count(side), samples);
    }
}
