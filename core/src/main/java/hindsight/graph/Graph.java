package hindsight.graph;

import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** The model of a name, in any letter case. */
    public Optional<Model> model(String name) {
        return models.stream().filter(model -> Name.same(model.name(), name)).findFirst();
    }

    /** The models that a model builds on, itself left out, in order. */
    public List<Model> upstream(String name) {
        Set<String> wanted = new HashSet<>();
        List<Model> found = new ArrayList<>();
        model(name).ifPresent(model -> wanted.addAll(inputs(model)));
        for (int i = models.size() - 1; i >= 0; i--) {
            if (wanted.contains(Name.folded(models.get(i).name()))) {
                found.add(models.get(i));
                wanted.addAll(inputs(models.get(i)));
            }
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }

    /** The models that build on a source or a model, itself left out, in order. */
    public List<Model> downstream(String name) {
        Set<String> changed = new HashSet<>(Set.of(Name.folded(name)));
        List<Model> found = new ArrayList<>();
        for (Model model : models) {
            if (inputs(model).stream().anyMatch(changed::contains)) {
                found.add(model);
                changed.add(Name.folded(model.name()));
            }
        }
        return List.copyOf(found);
    }

    private static Set<String> inputs(Model model) {
        return model.inputs().stream().map(Name::folded).collect(Collectors.toSet());
    }
}
