package hindsight.run;

import hindsight.delta.EditedQuery;
import hindsight.history.LogicVersion;
import hindsight.history.Sections;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.WholeForms;
import hindsight.problem.InvalidException;
import hindsight.relation.canonical.Precision;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What models whose logic was edited did and do, as one form each: its change is derived as that of any other. */
final class EditedForms {
    private final WholeForms forms;

    EditedForms(WholeForms forms) {
        this.forms = forms;
    }

    /** What came of putting old and new logic together. */
    sealed interface Found {}

    /**
     * One form.
     *
     * @param whole over the inputs of both
     * @param now what the model does from now on
     */
    record Edited(EditedQuery query, WholeForms.Whole whole, WholeForms.Whole now) implements Found {
        /**
         * Why computing the model whole is cheaper.
         *
         * @param read number of rows that its inputs have
         */
        Optional<String> loss(TableMemory model, long read) {
            return read > Admission.COMPARED_ROWS
                    ? query.hindrance().or(() -> Costs.lossOfEdit(model, whole, read))
                    : Optional.of(
                            "its new text is held against its canonical form over all of " + read + " input rows");
        }
    }

    /** @param reason why there is none, such as {@code it is opaque} */
    record None(String reason) implements Found {}

    /** Of a model whose columns stay as they are. */
    Found of(ModelPlan model, Goal goal, TableMemory before) {
        Timeline<Both> timeline = before.model().orElseThrow().inForce().beside(goal.inForce(), Both::new);
        Optional<WholeForms.Whole> then =
                form(model, together(timeline, both -> both.then().text(), before));
        Optional<WholeForms.Whole> now = form(model, together(timeline, Both::now, before));
        if (now.isEmpty() || then.isEmpty()) {
            return new None(now.isEmpty() ? "it is opaque" : "it was opaque");
        }
        return EditedQuery.of(then.get().query(), now.get().query())
                .<Found>map(query -> new Edited(query, whole(query, then.get(), now.get()), now.get()))
                .orElseGet(() -> new None("a column has another type"));
    }

    /** What holds for the same dates. */
    private record Both(LogicVersion then, LogicText now) {}

    /** One side, cut to dates as the other one is, so that they can be compared piece by piece. */
    private static LogicText together(Timeline<Both> timeline, Function<Both, LogicText> side, TableMemory model) {
        return Sections.together(
                timeline.segments().stream()
                        .map(segment -> new Segment<>(segment.range(), side.apply(segment.value())))
                        .toList(),
                model.definition().effective());
    }

    private Optional<WholeForms.Whole> form(ModelPlan model, LogicText text) {
        try {
            return forms.of(new WholeForms.Text(model.name(), text));
        } catch (InvalidException doesNotBindAnyMore) {
            return Optional.empty();
        }
    }

    private static WholeForms.Whole whole(EditedQuery query, WholeForms.Whole then, WholeForms.Whole now) {
        Map<String, String> inputs = new LinkedHashMap<>();
        now.inputs().forEach(input -> inputs.put(Name.folded(input), input));
        then.inputs().forEach(input -> inputs.putIfAbsent(Name.folded(input), input));
        return new WholeForms.Whole(
                query.query(),
                List.copyOf(inputs.values()),
                both(then.precision(), then.query().names(), now));
    }

    /** What may differ between two computations of the one or of the other. */
    private static Precision both(Precision then, List<String> names, WholeForms.Whole now) {
        Map<String, String> old = then.reasons(names);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < now.query().names().size(); i++) {
            String own = now.precision().columns().get(i);
            columns.add(own.isEmpty() ? old.getOrDefault(now.query().names().get(i), "") : own);
        }
        String rows = now.precision().rows();
        return new Precision(columns, rows.isEmpty() ? then.rows() : rows);
    }
}
