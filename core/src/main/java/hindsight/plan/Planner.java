package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.TableSettings;
import hindsight.history.Update.LogicText;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.Effective;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Compares a graph with what is remembered. Pure: the same values in give the same plan. */
public final class Planner {
    private final Graph graph;
    private final Map<String, Schema> schemas;
    private final Past past;
    private final PlanRequest request;
    private final Texts texts;
    private final InexactColumns inexact;
    private final Map<String, ModelPlan> planned = new HashMap<>();
    private final Problems errors = new Problems();
    private final Problems refusals = new Problems();

    /** @param schemas of all selected models, by name */
    private Planner(Graph graph, Map<String, Schema> schemas, Memory memory, PlanRequest request, Texts texts) {
        this.graph = graph;
        this.schemas = schemas;
        this.past = Past.of(graph, memory);
        this.request = request;
        this.texts = texts;
        this.inexact = new InexactColumns(past, planned, texts);
    }

    /**
     * Plans an apply.
     *
     * @param schemas the output columns of every selected model, by its name
     * @param texts what is known of the models' texts; what it is asked for follows the order of the models
     */
    public static Plan plan(Graph graph, Map<String, Schema> schemas, Memory memory, PlanRequest request, Texts texts) {
        return new Planner(graph, schemas, memory, request, texts).plan();
    }

    private Plan plan() {
        List<ModelPlan> models = new ArrayList<>();
        for (Model model : graph.models()) {
            if (request.selects(model.name())) {
                ModelPlan plan = plan(model);
                planned.put(Name.folded(model.name()), plan);
                models.add(plan);
            }
        }
        List<SourceChange> sources = List.of();
        if (request.selected().isEmpty()) {
            models.addAll(new Vanished(past, request, refusals).models());
            sources = new SourceChanges(graph, past.memory(), errors, refusals).list();
        }
        return new Plan(past.memory(), sources, models, errors.list(), refusals.list(), Map.of(), Map.of());
    }

    private ModelPlan plan(Model model) {
        Optional<TableMemory> before = past.table(model.name());
        Goal goal = goal(model, before, Logic.of(model, request.zone(), past.hasZonedInput(model)));
        List<Change> changes = new ModelChanges(past, planned, request, texts).find(model, goal);
        boolean computes = changes.stream().anyMatch(Change::touchesRows) && !goal.isView();
        ModelPlan plan = new ModelPlan(
                goal.definition().name(),
                changes,
                computes ? Strategy.FULL : Strategy.NONE,
                estimate(goal, before, computes),
                computes && goal.definition().effective().isPresent() ? Optional.of(range(changes)) : Optional.empty(),
                Optional.of(goal));
        judge(model, plan, before);
        return plan;
    }

    /** What effective time is concerned: all of it, unless only the logic of some changed. */
    private static EffectiveRange range(List<Change> changes) {
        List<Change> touching = changes.stream().filter(Change::touchesRows).toList();
        if (touching.size() != 1
                || !(touching.get(0) instanceof Change.LogicChanged logic)
                || logic.ranges().isEmpty()) {
            return EffectiveRange.ALWAYS;
        }
        List<EffectiveRange> ranges = logic.ranges();
        return new EffectiveRange(
                ranges.get(0).from(), ranges.get(ranges.size() - 1).to());
    }

    /** An edited text goes in force; an unedited one leaves in force what is, with the columns that it has. */
    private Goal goal(Model model, Optional<TableMemory> before, Timeline<LogicText> wanted) {
        Timeline<LogicText> declared = request.declared(model.name()).orElse(wanted);
        Schema schema = schemas.get(model.name());
        if (schema == null) {
            throw new IllegalArgumentException("no columns known of model " + model.name());
        }
        ModelMemory memory = before.flatMap(TableMemory::model).orElse(null);
        if (before.isEmpty() || memory == null) {
            return new Goal(
                    Definitions.of(model.definition(), schema, inexact.found(model, together(model, wanted), schema)),
                    declared,
                    wanted,
                    Logic.inputs(wanted),
                    request.heldBack(model.name()),
                    true,
                    true);
        }
        boolean reworded = texts.isReworded(model.name());
        boolean edited = !reworded && !Logic.same(wanted, Logic.remembered(memory.inForce()));
        boolean redeclared = !reworded && !Logic.same(declared, Logic.remembered(memory.declared()));
        Timeline<LogicText> inForce = edited ? wanted : Logic.remembered(memory.inForce());
        TableDefinition definition = Definitions.of(
                model.definition(),
                schema,
                edited
                        ? inexact.found(model, together(model, wanted), schema)
                        : inexact.unedited(model, before.get(), together(model, inForce), schema));
        Optional<TableSettings> heldBack = request.heldBack(model.name());
        boolean defines = !heldBack.equals(memory.heldBack())
                || !Definitions.differences(before.get().definition(), definition)
                        .isEmpty();
        return new Goal(
                definition,
                redeclared ? declared : Logic.remembered(memory.declared()),
                inForce,
                Logic.inputs(inForce),
                heldBack,
                defines,
                edited || redeclared);
    }

    private static LogicText together(Model model, Timeline<LogicText> timeline) {
        return Sections.together(
                timeline.segments(), model.definition().settings().effective().map(Effective.Moment::new));
    }

    private Estimate estimate(Goal goal, Optional<TableMemory> before, boolean computes) {
        OptionalLong holds = before.filter(table -> !table.isView())
                .map(table -> OptionalLong.of(table.rows()))
                .orElse(OptionalLong.empty());
        return new Estimate(computes ? reads(goal.inputs()) : OptionalLong.of(0), holds);
    }

    /** Rows of stored tables below these, views looked through; empty where something is not built yet. */
    private OptionalLong reads(List<String> names) {
        long sum = 0;
        for (String name : names) {
            OptionalLong rows = reads(name);
            if (rows.isEmpty()) {
                return rows;
            }
            sum += rows.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    private OptionalLong reads(String name) {
        Optional<Goal> goal =
                Optional.ofNullable(planned.get(Name.folded(name))).flatMap(ModelPlan::goal);
        if (goal.isPresent() && goal.get().isView()) {
            return reads(goal.get().inputs());
        }
        TableMemory table = past.table(name).orElse(null);
        if (table == null) {
            return OptionalLong.empty();
        }
        return table.isView()
                ? reads(Logic.inputs(
                        Logic.remembered(table.model().orElseThrow().inForce())))
                : OptionalLong.of(table.rows());
    }

    /** Says what stands against this plan of a model. */
    private void judge(Model model, ModelPlan plan, Optional<TableMemory> before) {
        before.filter(table -> table.definition().role() == TableRole.SOURCE)
                .ifPresent(table -> refusals.add(Problem.error(
                        "role-changed",
                        model.definition().location(),
                        "Cannot apply model " + model.name() + ": the warehouse remembers a source of that name",
                        "Give the model another name, or run apply --drop " + model.name()
                                + " while the file is away.")));
        plan.find(Change.LogicChanged.class)
                .filter(change -> change.restatement() && !request.mayRestate(model.name()))
                .ifPresent(change -> refusals.add(Problem.error(
                        "restatement",
                        model.definition().location(),
                        "Cannot apply model " + model.name() + ": " + change.what() + ", which would restate "
                                + change.restatedTime(),
                        "Add a section '-- since: DAY' to change it from a day on; run apply --restate " + model.name()
                                + " to rewrite what was published.")));
        if (plan.isPending()) {
            missing(model, plan);
        }
        Goal goal = plan.goal().orElseThrow();
        if (goal.setsLogic()) {
            new SectionPlaces(texts).problem(model, goal.declared()).ifPresent(errors::add);
        }
    }

    private void missing(Model model, ModelPlan plan) {
        for (String input : plan.goal().orElseThrow().inputs()) {
            boolean known = past.table(input).isPresent() || planned.containsKey(Name.folded(input));
            boolean isModel = graph.models().stream().anyMatch(other -> Name.same(other.name(), input));
            if (!known && isModel) {
                errors.add(Problem.error(
                        "not-built",
                        model.definition().location(),
                        "Cannot apply model " + model.name() + ": it reads " + input + ", which was never applied",
                        "Select +" + model.name() + " to apply what it reads, too."));
            }
        }
    }
}
