package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.KnownTables;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Binder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the output columns of models. A model whose text and inputs are as they were when it was applied has the columns that are
 * remembered; only the others are bound.
 */
public final class ModelColumns {
    private final Graph graph;
    private final KnownTables names;
    private final Past past;
    private final PlanRequest request;
    private final Binder binder;
    private final Map<String, Schema> known = new HashMap<>();
    /** Sources of which only what they declare is known, for each model that builds on such. */
    private final Map<String, Set<String>> guesses = new HashMap<>();

    private final Set<String> unloaded = new HashSet<>();
    private final Problems problems = new Problems();

    private ModelColumns(Graph graph, KnownTables names, Memory memory, PlanRequest request, Binder binder) {
        this.graph = graph;
        this.names = names;
        this.past = Past.of(graph, memory);
        this.request = request;
        this.binder = binder;
    }

    /**
     * The columns of every selected model, by its name.
     *
     * @throws InvalidException with every problem found, each once: SQL that does not bind, sources that were never loaded, and
     *     settings that name columns which are not there
     */
    public static Map<String, Schema> find(Graph graph, Memory memory, PlanRequest request, Binder binder) {
        return find(graph, KnownTables.of(graph), memory, request, binder);
    }

    /**
     * The columns of a part of a project's models.
     *
     * @param names of all tables of the project
     */
    public static Map<String, Schema> find(
            Graph graph, KnownTables names, Memory memory, PlanRequest request, Binder binder) {
        return new ModelColumns(graph, names, memory, request, binder).find();
    }

    private Map<String, Schema> find() {
        for (SourceDefinition source : graph.sources()) {
            past.table(source.name())
                    .ifPresent(table -> know(source.name(), table.definition().schema()));
        }
        Map<String, Schema> found = new HashMap<>();
        for (Model model : graph.models()) {
            Optional<Schema> columns = request.selects(model.name())
                    ? columns(model)
                    : remembered(model).map(ModelColumns::schema);
            columns.ifPresent(schema -> {
                know(model.name(), schema);
                found.put(model.name(), schema);
            });
        }
        for (Model model : graph.models()) {
            Schema columns = found.get(model.name());
            if (columns != null && request.selects(model.name())) {
                new SettingsCheck(model, names, this::known, problems).check(columns);
            }
        }
        problems.throwIfErrors();
        return found;
    }

    private Optional<Schema> columns(Model model) {
        Optional<TableMemory> before = remembered(model);
        return before.isPresent() && isAsRemembered(model, before.get())
                ? before.map(ModelColumns::schema)
                : bound(model);
    }

    private boolean isAsRemembered(Model model, TableMemory before) {
        ModelMemory memory = before.model().orElseThrow();
        return Logic.same(Logic.of(model, request.zone(), false), Logic.remembered(memory.inForce()))
                && model.inputs().stream().allMatch(input -> isAsReflected(input, memory.basis()));
    }

    private boolean isAsReflected(String input, long basis) {
        return past.table(input)
                .filter(table -> table.definedAt() <= basis && schema(table).equals(known.get(Name.folded(input))))
                .isPresent();
    }

    private Optional<Schema> bound(Model model) {
        Map<String, Schema> inputs = new HashMap<>();
        Set<String> guessed = new HashSet<>();
        for (String input : model.inputs()) {
            @Nullable Schema schema = known.get(Name.folded(input));
            if (schema == null) {
                schema = declared(input).orElse(null);
                guessed.add(input);
            }
            if (schema == null) {
                return Optional.empty();
            }
            inputs.put(input, schema);
            guessed.addAll(guesses.getOrDefault(Name.folded(input), Set.of()));
        }
        guesses.put(Name.folded(model.name()), guessed);
        try {
            return Optional.of(new SectionColumns(model, inputs, binder).bind());
        } catch (InvalidException failure) {
            guessed.forEach(this::neverLoaded);
            if (guessed.isEmpty()) {
                problems.addAll(failure.problems());
            }
            return Optional.empty();
        }
    }

    /** Columns that a source declares before its first load; they may be only some of them. */
    private Optional<Schema> declared(String input) {
        Optional<SourceDefinition> source = graph.sources().stream()
                .filter(candidate -> Name.same(candidate.name(), input))
                .findFirst();
        if (source.isPresent() && source.get().columns().isEmpty()) {
            neverLoaded(input);
        }
        return source.filter(found -> !found.columns().isEmpty()).map(found -> new Schema(found.columns()));
    }

    private void neverLoaded(String name) {
        SourceDefinition source = graph.sources().stream()
                .filter(candidate -> Name.same(candidate.name(), name))
                .findFirst()
                .orElseThrow();
        if (unloaded.add(source.name())) {
            String command =
                    source.files().isPresent() ? "hindsight load" : "hindsight load " + source.name() + " FILE";
            problems.add(Problem.error(
                    "never-loaded",
                    source.location(),
                    "Cannot read source " + source.name() + ": it has never been loaded",
                    "Load it first: " + command));
        }
    }

    private Optional<Schema> known(String table) {
        return Optional.ofNullable(known.get(Name.folded(table)));
    }

    private void know(String table, Schema schema) {
        known.put(Name.folded(table), schema);
    }

    private Optional<TableMemory> remembered(Model model) {
        return past.table(model.name()).filter(table -> table.model().isPresent());
    }

    private static Schema schema(TableMemory table) {
        return table.definition().schema();
    }
}
