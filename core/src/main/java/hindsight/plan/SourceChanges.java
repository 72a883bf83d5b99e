package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.history.Memory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.Effective;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds sources that were loaded under another declaration than they have now. */
final class SourceChanges {
    private final Graph graph;
    private final Memory memory;
    private final Problems errors;
    private final Problems refusals;

    SourceChanges(Graph graph, Memory memory, Problems errors, Problems refusals) {
        this.graph = graph;
        this.memory = memory;
        this.errors = errors;
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
        return differences.isEmpty() || !fits(source, before.definition().schema())
                ? Optional.empty()
                : Optional.of(new SourceChange(before, goal(source, before.definition()), differences));
    }

    private static TableDefinition goal(SourceDefinition source, TableDefinition before) {
        return new TableDefinition(
                before.name(),
                TableRole.SOURCE,
                before.schema(),
                before.inexact(),
                source.rowKey(),
                source.effective(),
                Optional.of(source.kind()));
    }

    private static List<String> differences(TableDefinition before, SourceDefinition source) {
        List<String> found = new ArrayList<>();
        if (!folded(before.key()).equals(folded(source.rowKey()))) {
            found.add("key " + before.key() + " becomes " + source.rowKey());
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

    /** Whether the columns that a declaration names are there and can be what it says. */
    private boolean fits(SourceDefinition source, Schema schema) {
        List<String> effective = source.effective().map(Effective::columns).orElse(List.of());
        Problems found = new Problems();
        Stream.concat(source.key().stream(), effective.stream())
                .distinct()
                .filter(column -> schema.column(column).isEmpty())
                .forEach(column -> found.add(Problem.error(
                        "unknown-column",
                        source.location(),
                        "Cannot define source " + source.name() + ": it has no column " + column,
                        Suggestion.hint(column, schema.names()))));
        effective.stream()
                .flatMap(column -> schema.column(column).stream())
                .filter(column -> column.type().family() != TypeFamily.DATE_TIME)
                .forEach(column -> found.add(Problem.error(
                        "effective-type",
                        source.location(),
                        "Cannot define source " + source.name() + ": its effective column " + column.name() + " is "
                                + column.type() + ", not DATE or TIMESTAMP",
                        "Name another column.")));
        source.period()
                .filter(period ->
                        !found.hasErrors() && schema.types(period.columns()).size() > 1)
                .ifPresent(period -> found.add(Problem.error(
                        "effective-type",
                        source.location(),
                        "Cannot define source " + source.name() + ": " + period.from() + " and " + period.to()
                                + " are of different types",
                        "Both ends of a period are of one type: name other columns.")));
        errors.addAll(found.list());
        return !found.hasErrors();
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }
}
