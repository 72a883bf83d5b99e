package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.relation.analysis.Placement;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Schema;
import hindsight.time.Timeline;
import java.util.Optional;
import java.util.Set;

/** What is known of the texts of models by reading what they do. */
public interface Texts {
    /** Nothing. */
    Texts UNREAD = new Texts() {
        @Override
        public boolean isReworded(String model) {
            return false;
        }

        @Override
        public Set<String> inexact(String model, LogicText text, Schema schema, InexactInputs inputs) {
            return Definitions.floating(schema);
        }
    };

    /** All that their plans tell, read where it is asked for. */
    static Texts read(Meanings meanings, Renderings renderings, PlanRequest request) {
        return new ReadTexts(meanings, renderings, request);
    }

    /** Whether a model's text is another than the remembered one, and does the same. */
    boolean isReworded(String model);

    /** Whether two texts of a model do the same, as far as that can be told. */
    default boolean areAlike(String model, LogicText one, LogicText other) {
        return Logic.same(Timeline.always(one), Timeline.always(other));
    }

    /** By what a text of a model gives a column; empty where that is not known. */
    default Optional<Placement> placement(String model, LogicText text, String column) {
        return Optional.empty();
    }

    /**
     * Names of the columns that are inexact in what a text gives.
     *
     * @param schema its columns
     */
    Set<String> inexact(String model, LogicText text, Schema schema, InexactInputs inputs);
}
