package hindsight.plan;

import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.history.Update.LogicText;
import hindsight.time.Timeline;
import java.util.List;

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

    /** The same, with texts that must run as they are written. */
    public Goal opaque(String reason) {
        return new Goal(
                definition, Logic.opaque(declared, reason), Logic.opaque(inForce, reason), inputs, defines, setsLogic);
    }

    public boolean isView() {
        return definition.role() == TableRole.VIEW;
    }
}
