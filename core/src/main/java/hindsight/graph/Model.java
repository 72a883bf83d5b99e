package hindsight.graph;

import hindsight.project.ModelDefinition;
import hindsight.sql.ParsedQuery;
import hindsight.time.Timeline;
import java.util.List;

/**
 * A model with what its SQL refers to.
 *
 * @param definition as declared
 * @param timeline its sections, parsed
 * @param query its sections as one text, which its rows follow
 * @param inputs names of sources and models that any section reads, as declared, without repetition
 */
public record Model(
        ModelDefinition definition, Timeline<ParsedQuery> timeline, ParsedQuery query, List<String> inputs) {
    public Model {
        inputs = List.copyOf(inputs);
    }

    public String name() {
        return definition.name();
    }
}
