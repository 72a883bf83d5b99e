package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is remembered, by the names that tables have in the project now: renamed models keep their past. */
final class Past {
    private final Memory memory;
    private final Set<String> declared;
    private final Map<String, String> formerNames;

    private Past(Memory memory, Set<String> declared, Map<String, String> formerNames) {
        this.memory = memory;
        this.declared = declared;
        this.formerNames = formerNames;
    }

    static Past of(Graph graph, Memory memory) {
        Set<String> declared = Stream.concat(
                        graph.models().stream().map(Model::name),
                        graph.sources().stream().map(source -> source.name()))
                .map(Name::folded)
                .collect(Collectors.toSet());
        Map<String, String> former = new HashMap<>();
        for (Model model : graph.models()) {
            model.definition()
                    .settings()
                    .was()
                    .filter(old -> memory.table(model.name()).isEmpty() && !declared.contains(Name.folded(old)))
                    .filter(old -> memory.table(old)
                            .filter(table -> table.model().isPresent())
                            .isPresent())
                    .ifPresent(old -> former.put(Name.folded(model.name()), old));
        }
        return new Past(memory, declared, former);
    }

    /** Whether the project declares a table of this name now. */
    boolean isDeclared(String name) {
        return declared.contains(Name.folded(name));
    }

    Memory memory() {
        return memory;
    }

    /** The table that the project calls so. */
    Optional<TableMemory> table(String name) {
        String former = formerNames.get(Name.folded(name));
        return memory.table(former == null ? name : former);
    }

    /** Under which name a model is remembered, where that is another than now. */
    Optional<String> formerName(String model) {
        return Optional.ofNullable(formerNames.get(Name.folded(model)))
                .map(former -> memory.table(former).orElseThrow().name());
    }

    /** Whether some model continues the table of this name. */
    boolean isContinued(String remembered) {
        return formerNames.values().stream().anyMatch(former -> Name.same(former, remembered));
    }

    /** Whether a model reads a column with a time zone. */
    boolean hasZonedInput(Model model) {
        return model.inputs().stream()
                .flatMap(input -> table(input).stream())
                .flatMap(table -> table.definition().schema().columns().stream())
                .anyMatch(column -> column.type().family() == TypeFamily.ZONED);
    }

    /** The last commit that may have changed the rows or columns that a reader of this table sees. */
    static long changedAt(TableMemory table) {
        long stored = Math.max(table.changedAt(), table.definedAt());
        return table.isView() ? Math.max(stored, basis(table)) : stored;
    }

    static long basis(TableMemory model) {
        return model.model().map(ModelMemory::basis).orElse(0L);
    }
}
