package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.history.Memory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.Effective;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds sources that were loaded under another declaration than they have now. */
final class SourceChanges {
    private final Graph graph;
    private final Memory memory;
    private final Problems refusals;

    SourceChanges(Graph graph, Memory memory, Problems refusals) {
        this.graph = graph;
        this.memory = memory;
        this.refusals = refusals;
    }

    List<SourceChange> list() {
        return graph.sources().stream()
                .flatMap(source -> change(source).stream())
                .toList();
    }

    private Optional<SourceChange> change(SourceDefinition source) {
        TableMemory before = memory.table(source.name()).orElse(null);
        if (before == null) {
            return Optional.empty();
        }
        if (before.definition().role() != TableRole.SOURCE) {
            refusals.add(Problem.error(
                    "role-changed",
                    source.location(),
                    "Cannot apply: the warehouse remembers a model named " + source.name(),
                    "Give the source another name, or run apply --drop " + source.name() + " before it is declared."));
            return Optional.empty();
        }
        List<String> differences = differences(before.definition(), source);
        List<String> unknown = unknownColumns(source, before.definition().schema());
        if (differences.isEmpty() || !unknown.isEmpty()) {
            unknown.forEach(column -> refusals.add(Problem.error(
                    "unknown-column",
                    source.location(),
                    "Cannot define source " + source.name() + ": it has no column " + column,
                    "Known: " + String.join(", ", before.definition().schema().names()))));
            return Optional.empty();
        }
        return Optional.of(new SourceChange(before, goal(source, before.definition()), differences));
    }

    private static TableDefinition goal(SourceDefinition source, TableDefinition before) {
        return new TableDefinition(
                before.name(),
                TableRole.SOURCE,
                before.schema(),
                before.inexact(),
                source.key(),
                source.effective(),
                Optional.of(source.kind()));
    }

    private static List<String> differences(TableDefinition before, SourceDefinition source) {
        List<String> found = new ArrayList<>();
        if (!folded(before.key()).equals(folded(source.key()))) {
            found.add("key " + before.key() + " becomes " + source.key());
        }
        List<String> effectiveBefore =
                before.effective().map(Effective::columns).orElse(List.of());
        List<String> effectiveAfter = source.effective().map(Effective::columns).orElse(List.of());
        if (!folded(effectiveBefore).equals(folded(effectiveAfter))) {
            found.add("effective " + effectiveBefore + " becomes " + effectiveAfter);
        }
        if (!before.load().equals(Optional.of(source.kind()))) {
            found.add("load becomes " + source.kind().name().toLowerCase(Locale.ROOT));
        }
        return found;
    }

    private static List<String> unknownColumns(SourceDefinition source, Schema schema) {
        List<String> named = new ArrayList<>(source.key());
        source.effective().map(Effective::columns).ifPresent(named::addAll);
        return named.stream()
                .filter(column -> schema.column(column).isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }
}
