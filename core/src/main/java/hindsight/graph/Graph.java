package hindsight.graph;

import hindsight.project.SourceDefinition;
import java.util.List;

/**
 * The project as a graph without cycles.
 *
 * @param sources as declared
 * @param models each after all models that it reads; otherwise by name
 */
public record Graph(List<SourceDefinition> sources, List<Model> models) {
    public Graph {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
    }
}
