package hindsight.graph;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts models behind all that they read, otherwise by name, and finds those that read themselves in the end. */
final class ModelOrder {
    private final TreeMap<String, Model> waiting = new TreeMap<>();
    private final Map<String, Model> done = new LinkedHashMap<>();
    private final Set<String> cyclic = new HashSet<>();
    private final Problems problems;

    ModelOrder(List<Model> models, Problems problems) {
        models.forEach(model -> waiting.put(Name.folded(model.name()), model));
        this.problems = problems;
    }

    /** Every model; where a cycle was told, its models stand in any order. */
    List<Model> ordered() {
        while (!waiting.isEmpty()) {
            waiting.values().stream()
                    .filter(model -> waitingInputs(model).isEmpty())
                    .findFirst()
                    .ifPresentOrElse(model -> finish(Name.folded(model.name())), this::breakCycle);
        }
        return List.copyOf(done.values());
    }

    /** Folded names of the models in cycles, once they are told. */
    Set<String> cyclic() {
        return cyclic;
    }

    private void finish(String name) {
        done.put(name, waiting.remove(name));
    }

    private List<String> waitingInputs(Model model) {
        return model.inputs().stream()
                .map(Name::folded)
                .filter(waiting::containsKey)
                .sorted()
                .toList();
    }

    /** Every model that waits reads another that waits: following them comes back to where it was. */
    private void breakCycle() {
        Set<String> path = new LinkedHashSet<>();
        String name = waiting.firstKey();
        while (path.add(name)) {
            name = waitingInputs(Objects.requireNonNull(waiting.get(name))).get(0);
        }
        List<String> cycle = new ArrayList<>(path).subList(new ArrayList<>(path).indexOf(name), path.size());
        reject(rotated(cycle).stream().map(waiting::get).toList());
        cyclic.addAll(cycle);
        cycle.forEach(this::finish);
    }

    private static List<String> rotated(List<String> cycle) {
        int first = cycle.indexOf(cycle.stream().sorted().findFirst().orElseThrow());
        List<String> result = new ArrayList<>(cycle.subList(first, cycle.size()));
        result.addAll(cycle.subList(0, first));
        return result;
    }

    private void reject(List<Model> cycle) {
        Model first = cycle.get(0);
        boolean alone = cycle.size() == 1;
        problems.add(Problem.error(
                "cycle",
                reference(first, alone ? first.name() : cycle.get(1).name()),
                "Cannot build " + first.name() + ": it reads itself"
                        + (alone ? "" : " by way of others, " + path(cycle)),
                alone
                        ? "Read another table, or name a WITH query differently"
                        : "Let one of them read something else"));
    }

    /** Each name reads the one behind its arrow. */
    private static String path(List<Model> cycle) {
        return Stream.concat(cycle.stream(), cycle.stream().limit(1))
                .map(Model::name)
                .collect(Collectors.joining(" ← "));
    }

    private static Location reference(Model model, String input) {
        return model.timeline().segments().stream()
                .flatMap(segment -> segment.value().tables().stream()
                        .filter(table -> Name.same(table.name(), input))
                        .map(table -> KnownTables.place(segment.value(), table)))
                .findFirst()
                .orElse(model.definition().location());
    }
}
