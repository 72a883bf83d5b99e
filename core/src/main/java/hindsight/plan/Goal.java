package hindsight.plan;

import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.history.Update.LogicText;
import hindsight.time.Timeline;
import java.util.List;
import java.util.Set;

/**
 * What a model is after an apply.
 *
 * @param declared what its file says
 * @param inForce what its rows follow
 * @param inputs names of the tables that the logic in force reads
 * @param defines whether the definition differs from what is remembered
 * @param setsLogic whether declared or in-force logic differs from what is remembered
 */
public record Goal(
        TableDefinition definition,
        Timeline<LogicText> declared,
        Timeline<LogicText> inForce,
        List<String> inputs,
        boolean defines,
        boolean setsLogic) {
    public Goal {
        inputs = List.copyOf(inputs);
    }

    /** The same, with texts that must run as they are written, which is to be remembered. */
    public Goal opaque(String reason) {
        Goal defined = inexact(Definitions.floating(definition.schema()));
        return new Goal(
                defined.definition,
                Logic.opaque(declared, reason),
                Logic.opaque(inForce, reason),
                inputs,
                defined.defines,
                true);
    }

    /** The same, with these columns inexact and no others. */
    public Goal inexact(Set<String> columns) {
        if (columns.equals(definition.inexact())) {
            return this;
        }
        TableDefinition other = new TableDefinition(
                definition.name(),
                definition.role(),
                definition.schema(),
                columns,
                definition.key(),
                definition.effective(),
                definition.load());
        return new Goal(other, declared, inForce, inputs, true, setsLogic);
    }

    /** The text that the rows follow. */
    public LogicText text() {
        return text(inForce);
    }

    static LogicText text(Timeline<LogicText> timeline) {
        return timeline.segments().get(0).value();
    }

    public boolean isView() {
        return definition.role() == TableRole.VIEW;
    }
}
