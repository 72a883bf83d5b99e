package hindsight.run;

import hindsight.engine.Engine;
import hindsight.graph.Graph;
import hindsight.graph.GraphBuilder;
import hindsight.graph.KnownTables;
import hindsight.graph.Model;
import hindsight.graph.Selection;
import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.plan.Goal;
import hindsight.plan.HeldBack;
import hindsight.plan.Meanings;
import hindsight.plan.ModelColumns;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.PlanRequest;
import hindsight.plan.Planner;
import hindsight.plan.RenderingCheck;
import hindsight.plan.Renderings;
import hindsight.plan.Texts;
import hindsight.plan.WholeForms;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import hindsight.project.Project;
import hindsight.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A project read, parsed and put in order, ready to be compared with any memory. */
final class Planning {
    private final Project project;
    private final Graph graph;
    private final Engine engine;
    private final PlanOptions options;
    private final PlanRequest request;
    private final boolean fromFiles;

    private Planning(Workspace workspace, PlanOptions options) {
        this.project = workspace.project();
        this.graph = new GraphBuilder(workspace.engine().parser()).build(project);
        this.engine = workspace.engine();
        this.options = options;
        this.fromFiles = true;
        this.request = new PlanRequest(
                options.select().map(words -> Selection.of(words).models(graph)),
                options.strategy(),
                options.restate(),
                options.drop(),
                workspace.now(),
                project.settings().timeZone());
    }

    private Planning(Workspace workspace, Project inForce, PlanRequest request) {
        this.project = inForce;
        this.graph = new GraphBuilder(workspace.engine().parser()).build(inForce);
        this.engine = workspace.engine();
        this.options = PlanOptions.ALL;
        this.fromFiles = false;
        this.request = request;
    }

    /** Of what is to be in force, whatever files declare: see {@link hindsight.plan.ProjectInForce}. */
    static Planning inForce(Workspace workspace, Project project, PlanRequest request) {
        return new Planning(workspace, project, request);
    }

    /** The same, for a commit in which sources change, too. */
    Planning giving(Set<String> sources) {
        return sources.isEmpty() ? this : new Planning(this, request.giving(sources));
    }

    private Planning(Planning other, PlanRequest request) {
        this.project = other.project;
        this.graph = other.graph;
        this.engine = other.engine;
        this.options = other.options;
        this.fromFiles = other.fromFiles;
        this.request = request;
    }

    /**
     * Reads and parses; holds no warehouse.
     *
     * @throws UsageException when the options name what is not there
     */
    static Planning of(Workspace workspace, PlanOptions options) {
        return new Planning(workspace, options);
    }

    /** That of all models; where that cannot be, empty after telling why. */
    static Optional<Planning> attempt(Workspace workspace, List<Problem> obstacles) {
        try {
            return Optional.of(of(workspace, PlanOptions.ALL));
        } catch (InvalidException invalid) {
            obstacles.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    /** What is wrong with models that could be put in order, whatever is wrong with others. */
    static List<Problem> problemsOfSound(Workspace workspace, Memory memory) {
        Project project = workspace.project();
        Engine engine = workspace.engine();
        Graph sound = new GraphBuilder(engine.parser()).attempt(project).graph();
        PlanRequest all = new PlanRequest(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                workspace.now(),
                project.settings().timeZone());
        try {
            ModelColumns.find(sound, KnownTables.of(project), memory, all, engine.binder());
            return List.of();
        } catch (InvalidException invalid) {
            return invalid.problems();
        }
    }

    Project project() {
        return project;
    }

    Graph graph() {
        return graph;
    }

    PlanRequest request() {
        return request;
    }

    /** Which models must be maintained. */
    Obligation obligation() {
        return new Obligation(graph, request.forced());
    }

    /** Compares with what is remembered. */
    Plan plan(Memory memory) {
        return planned(memory).plan();
    }

    /** Compares with what is remembered, and can tell what the SQL does. */
    Planned planned(Memory memory) {
        if (!fromFiles) {
            return planned(graph, memory, request);
        }
        checkNames(memory);
        HeldBack held = HeldBack.of(
                graph,
                memory,
                new GraphBuilder(engine.parser()),
                project.settings().timeZone());
        return planned(held.graph(), memory, request.declaring(held.declared(), held.settings()))
                .with(held.withdrawn());
    }

    private Planned planned(Graph graph, Memory memory, PlanRequest request) {
        Map<String, Schema> columns = ModelColumns.find(graph, memory, request, engine.binder());
        Meanings meanings = new Meanings(graph, columns, memory, engine.parser(), engine.planReader());
        Renderings renderings = new Renderings(meanings, engine.functions(), engine.dialect());
        Plan plan = Planner.plan(graph, columns, memory, request, Texts.read(meanings, renderings, request));
        List<Problem> found = plan.models().stream()
                .flatMap(model -> model.goal().stream()
                        .filter(Goal::setsLogic)
                        .flatMap(goal -> problem(model, goal, plan, renderings).stream()))
                .toList();
        return new Planned(
                plan.with(found.stream().filter(Problem::isError).toList()),
                meanings,
                renderings,
                found.stream().filter(problem -> !problem.isError()).toList());
    }

    private Optional<Problem> problem(ModelPlan model, Goal goal, Plan plan, Renderings renderings) {
        return RenderingCheck.problem(
                graph.model(model.name()).orElseThrow().definition(),
                goal,
                renderings.of(model.name(), goal.text(), plan.inexact()));
    }

    /**
     * A plan, what the SQL of its models does, and how it is written.
     *
     * @param warnings of the ways in which models are computed
     */
    record Planned(Plan plan, Meanings meanings, Renderings renderings, List<Problem> warnings) {
        Planned {
            warnings = List.copyOf(warnings);
        }

        /** The same, with models for which nothing is to be done. */
        Planned with(List<ModelPlan> idle) {
            return idle.isEmpty() ? this : new Planned(plan.beside(idle), meanings, renderings, warnings);
        }

        /** What models do, looking through the views of a plan. */
        WholeForms forms(Plan plan) {
            return new WholeForms(
                    renderings,
                    plan.inexact(),
                    name -> plan.model(name)
                            .filter(view -> view.goal().filter(Goal::isView).isPresent())
                            .map(WholeForms.Text::of));
        }
    }

    private void checkNames(Memory memory) {
        Problems problems = new Problems();
        List<String> models = graph.models().stream().map(Model::name).toList();
        List<String> remembered = memory.live().stream().map(TableMemory::name).toList();
        for (String name : options.restate()) {
            if (graph.model(name).isEmpty()) {
                problems.add(Problem.error(
                        "unknown-model",
                        "Cannot restate " + name + ": there is no such model",
                        Suggestion.hint(name, models)));
            }
        }
        for (String name : options.drop()) {
            KnownTables.of(graph)
                    .declared(name)
                    .ifPresent(declared -> problems.add(Problem.error(
                            "still-declared",
                            "Cannot drop " + declared + ": the project still declares it",
                            graph.model(declared)
                                    .map(model -> "Remove " + model.definition().path() + " first.")
                                    .orElse("Take it out of hindsight.yml first."))));
            if (KnownTables.of(graph).declared(name).isEmpty()
                    && memory.table(name).isEmpty()) {
                problems.add(Problem.error(
                        "unknown-table",
                        "Cannot drop " + name + ": there is no such table",
                        Suggestion.hint(name, remembered)));
            }
        }
        if (problems.hasErrors()) {
            throw new UsageException(problems.list());
        }
    }
}
