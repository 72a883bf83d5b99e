package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.Set;

/** Reads texts where that is asked for. */
final class ReadTexts implements Texts {
    private final Set<String> reworded;
    private final Renderings renderings;

    ReadTexts(Meanings meanings, Renderings renderings, PlanRequest request) {
        this.reworded = meanings.reworded(request);
        this.renderings = renderings;
    }

    @Override
    public boolean isReworded(String model) {
        return reworded.contains(Name.folded(model));
    }

    @Override
    public Set<String> inexact(String model, LogicText text, Schema schema, InexactInputs inputs) {
        try {
            return renderings.of(model, text, inputs).inexact(schema);
        } catch (InvalidException doesNotBindAnyMore) {
            return Definitions.floating(schema);
        }
    }
}
