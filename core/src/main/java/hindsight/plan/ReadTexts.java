package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Placement;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import java.util.Optional;
import java.util.Set;

/** Reads texts where that is asked for. */
final class ReadTexts implements Texts {
    private final Set<String> reworded;
    private final Meanings meanings;
    private final Renderings renderings;

    ReadTexts(Meanings meanings, Renderings renderings, PlanRequest request) {
        this.reworded = meanings.reworded(request);
        this.meanings = meanings;
        this.renderings = renderings;
    }

    @Override
    public boolean areAlike(String model, LogicText one, LogicText other) {
        return meanings.areAlike(model, one, other);
    }

    @Override
    public Optional<Placement> placement(String model, LogicText text, String column) {
        return meanings.of(model, text.sql()).flatMap(Meaning::understood).flatMap(query -> placement(query, column));
    }

    private static Optional<Placement> placement(BoundQuery query, String column) {
        for (int i = 0; i < query.names().size(); i++) {
            if (Name.same(query.names().get(i), column)) {
                return Placement.of(query.relation(), i);
            }
        }
        return Optional.empty();
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
