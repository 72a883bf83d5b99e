package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.GraphBuilder;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.ModelDefinition;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Files that declare what an undo took back: as long as they are not edited, what is in force stays. Where they are, only what was edited
 * goes in force.
 *
 * @param graph of what is to be in force
 * @param declared what files declare, by folded name of the model, where the graph says otherwise
 * @param settings what files say of key, effective time and kind, by folded name of the model, where the graph says otherwise
 * @param withdrawn models that were taken back as a whole
 */
public record HeldBack(
        Graph graph,
        Map<String, Timeline<LogicText>> declared,
        Map<String, TableSettings> settings,
        List<ModelPlan> withdrawn) {
    public HeldBack {
        settings = Map.copyOf(settings);
        declared = Map.copyOf(declared);
        withdrawn = List.copyOf(withdrawn);
    }

    /**
     * Looks for such files.
     *
     * @param graph of what files declare
     * @throws InvalidException when a model reads one that was taken back
     */
    public static HeldBack of(Graph graph, Memory memory, GraphBuilder builder, ZoneId zone) {
        return memory.reversals().isEmpty()
                ? new HeldBack(graph, Map.of(), Map.of(), List.of())
                : new Search(graph, memory, builder, zone).find();
    }

    private static final class Search {
        private final Graph graph;
        private final Memory memory;
        private final Past past;
        private final GraphBuilder builder;
        private final ZoneId zone;
        private final List<Model> models = new ArrayList<>();
        private final Map<String, Timeline<LogicText>> declared = new HashMap<>();
        private final Map<String, TableSettings> settings = new HashMap<>();
        private final List<ModelPlan> withdrawn = new ArrayList<>();
        private final Set<String> gone = new HashSet<>();
        private final Problems problems = new Problems();

        Search(Graph graph, Memory memory, GraphBuilder builder, ZoneId zone) {
            this.graph = graph;
            this.memory = memory;
            this.past = Past.of(graph, memory);
            this.builder = builder;
            this.zone = zone;
        }

        HeldBack find() {
            graph.models().forEach(this::consider);
            problems.throwIfErrors();
            boolean same = declared.isEmpty() && withdrawn.isEmpty();
            return new HeldBack(
                    same ? graph : new Graph(graph.sources(), GraphBuilder.ordered(models)),
                    declared,
                    settings,
                    withdrawn);
        }

        private void consider(Model model) {
            Timeline<LogicText> file = Logic.of(model, zone, past.hasZonedInput(model));
            TableMemory taken = past.table(model.name()).isPresent()
                    ? null
                    : memory.withdrawn(model.name()).orElse(null);
            if (taken != null && Logic.same(file, declared(taken.model().orElseThrow()))) {
                withdraw(model, memory.reversal(taken).orElseThrow().toString());
                return;
            }
            model.inputs().stream()
                    .filter(input -> gone.contains(Name.folded(input)))
                    .forEach(input -> problems.add(readsWithdrawn(model, input)));
            models.add(past.table(model.name())
                    .filter(known -> known.model().isPresent())
                    .flatMap(known -> inForce(model, file, known))
                    .orElse(model));
        }

        private void withdraw(Model model, String by) {
            gone.add(Name.folded(model.name()));
            withdrawn.add(new ModelPlan(
                    model.name(),
                    List.of(new Change.HeldBack(by)),
                    Strategy.NONE,
                    new Estimate(OptionalLong.of(0), OptionalLong.empty()),
                    Optional.empty(),
                    Optional.empty()));
        }

        private static Problem readsWithdrawn(Model model, String input) {
            return Problem.error(
                    "held-back",
                    model.definition().location(),
                    "Cannot apply model " + model.name() + ": it reads " + input + ", which an undo took back",
                    "Edit " + input + ", or undo the undo; hindsight log names it.");
        }

        /** What is in force, with what was edited in the file since; empty where that is what the file says. */
        private Optional<Model> inForce(Model model, Timeline<LogicText> file, TableMemory table) {
            ModelMemory known = table.model().orElseThrow();
            boolean holdsSettings = holdsSettings(model, file, known);
            if (!holdsSettings && Logic.same(declared(known), Logic.remembered(known.inForce()))) {
                return Optional.empty();
            }
            declared.put(Name.folded(model.name()), file);
            ModelDefinition definition = model.definition();
            if (holdsSettings) {
                settings.put(Name.folded(model.name()), known.heldBack().orElseThrow());
                definition = definition.with(ProjectInForce.settings(table.definition(), definition.settings()));
            }
            return Optional.of(builder.revised(graph, definition.with(texts(definition, file, known))));
        }

        /** Settings belong to the SQL that they were written with: once that is edited, they hold. */
        private static boolean holdsSettings(Model model, Timeline<LogicText> file, ModelMemory known) {
            return known.heldBack()
                    .filter(declared -> declared.isSame(Definitions.settings(model.definition())))
                    .filter(declared ->
                            Logic.same(file, declared(known)) || Logic.same(file, Logic.remembered(known.inForce())))
                    .isPresent();
        }

        private static Timeline<SqlText> texts(
                ModelDefinition definition, Timeline<LogicText> file, ModelMemory known) {
            Timeline<SqlText> texts = known.inForce().map(version -> SqlText.of(definition.path(), version.sql()));
            boolean whole = definition.settings().effective().isEmpty();
            for (LogicRange edited : LogicRange.between(declared(known), file, Search::areSame)) {
                for (Segment<SqlText> written : definition.timeline().segments()) {
                    Optional<EffectiveRange> range = written.range().intersect(edited.range());
                    if (range.isPresent()) {
                        texts = whole ? Timeline.always(written.value()) : texts.with(range.get(), written.value());
                    }
                }
            }
            return texts;
        }

        private static boolean areSame(LogicText one, LogicText other) {
            return Logic.same(Timeline.always(one), Timeline.always(other));
        }

        private static Timeline<LogicText> declared(ModelMemory model) {
            return Logic.remembered(model.declared());
        }
    }
}
