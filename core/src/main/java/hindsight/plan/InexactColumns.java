package hindsight.plan;

import hindsight.graph.Model;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.project.Materialization;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which columns of models are inexact. Where a model's text, its columns and the definitions of its inputs are as remembered, so
 * is the answer, and no text is read.
 */
final class InexactColumns {
    private final Past past;
    private final Map<String, ModelPlan> planned;
    private final Texts texts;
    private final InexactInputs inputs;

    /** @param planned the models before in order, by folded name */
    InexactColumns(Past past, Map<String, ModelPlan> planned, Texts texts) {
        this.past = past;
        this.planned = planned;
        this.texts = texts;
        this.inputs = new InexactTables(this::definition);
    }

    Set<String> found(Model model, LogicText text, Schema schema) {
        return texts.inexact(model.name(), text, schema, inputs);
    }

    /** Of a model that was not edited. */
    Set<String> unedited(Model model, TableMemory before, LogicText text, Schema schema) {
        boolean view = model.definition().settings().materialization() == Materialization.VIEW;
        boolean same = before.isView() == view && before.definition().schema().equals(schema);
        return same && !anyMoved(text.inputs(), Past.basis(before))
                ? before.definition().inexact()
                : found(model, text, schema);
    }

    private boolean anyMoved(List<String> names, long basis) {
        return names.stream().anyMatch(name -> isMoved(name, basis));
    }

    /** Whether a table is defined anew by this plan or after the commit that its reader reflects; what a view does defines it. */
    private boolean isMoved(String name, long basis) {
        Optional<Goal> goal = goal(name);
        boolean view = goal.filter(Goal::isView).isPresent();
        return goal.filter(Goal::defines).isPresent()
                || past.table(name).filter(table -> table.definedAt() > basis).isPresent()
                || view
                        && (goal.orElseThrow().setsLogic()
                                || anyMoved(goal.orElseThrow().inputs(), basis));
    }

    private Optional<TableDefinition> definition(String name) {
        return goal(name).map(Goal::definition).or(() -> past.table(name).map(TableMemory::definition));
    }

    private Optional<Goal> goal(String name) {
        return Optional.ofNullable(planned.get(Name.folded(name))).flatMap(ModelPlan::goal);
    }
}
