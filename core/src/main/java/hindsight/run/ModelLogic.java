package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.ModelMemory;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update.LogicText;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.ModelDefinition;
import hindsight.schema.Name;
import hindsight.time.Position;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Use case: which logic of a model holds for which effective time, as declared, as in force, and as its file says by now. */
public final class ModelLogic {
    private final Workspace workspace;

    public ModelLogic(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What was found.
     *
     * @param definition what it is
     * @param seq the commit as of which it is told
     * @param remembered empty where the model was never applied
     * @param file what the next apply would declare; empty where that is no other logic, or files are left aside
     * @param obstacles why it cannot be told what the file says
     */
    public record Result(
            String model,
            TableDefinition definition,
            long seq,
            Optional<Remembered> remembered,
            Optional<Edited> file,
            List<Problem> obstacles) {
        public Result {
            obstacles = List.copyOf(obstacles);
        }

        public TableRole role() {
            return definition.role();
        }
    }

    /**
     * What a model was at a commit.
     *
     * @param declared what its file said at the last apply
     * @param inForce what its rows follow
     */
    public record Remembered(Timeline<LogicVersion> declared, Timeline<LogicVersion> inForce, boolean dropped) {}

    /**
     * What a file says that was not applied.
     *
     * @param why what is to be done about it, as a clause
     */
    public record Edited(Timeline<LogicText> timeline, String why) {}

    /**
     * Looks up a model.
     *
     * @param asOf as it was then, with files left aside; empty: as it is
     * @throws InvalidException when there is no such model, or where the file of one that was never applied is wrong
     */
    public Result run(String name, Optional<Position> asOf) {
        List<Problem> obstacles = new ArrayList<>();
        Optional<Planning> planning =
                asOf.isEmpty() && isDeclared(name) ? Planning.attempt(workspace, obstacles) : Optional.empty();
        return workspace.reading(store -> {
            long seq = store.resolve(asOf.orElseGet(Position.Head::new));
            Optional<ModelPlan> plan = planning.flatMap(ready -> plan(ready, store, name, obstacles));
            return result(name, store, seq, plan, obstacles);
        });
    }

    private Result result(String name, Store store, long seq, Optional<ModelPlan> plan, List<Problem> obstacles) {
        Optional<TableMemory> table =
                Optional.ofNullable(store.memory(seq).tables().get(Name.folded(name)));
        Optional<Goal> goal = plan.flatMap(ModelPlan::goal);
        if (table.isPresent() && table.get().model().isEmpty()) {
            throw source(table.get().name());
        }
        if (table.isEmpty() && goal.isEmpty()) {
            TableLookup lookup = new TableLookup(store, new States(store, workspace.engine()), workspace.project());
            throw new InvalidException(obstacles.isEmpty() ? List.of(lookup.missing(name, seq)) : obstacles);
        }
        return new Result(
                table.map(TableMemory::name).orElse(name),
                table.map(TableMemory::definition)
                        .or(() -> goal.map(Goal::definition))
                        .orElseThrow(),
                seq,
                table.map(ModelLogic::remembered),
                plan.flatMap(ModelLogic::edited),
                obstacles);
    }

    private static Remembered remembered(TableMemory table) {
        ModelMemory model = table.model().orElseThrow();
        return new Remembered(model.declared(), model.inForce(), table.dropped());
    }

    private static Optional<Edited> edited(ModelPlan plan) {
        boolean other = plan.find(Change.LogicChanged.class).isPresent()
                || plan.find(Change.New.class).isPresent();
        return plan.goal().filter(goal -> other).map(goal -> new Edited(goal.declared(), plan.reason()));
    }

    private boolean isDeclared(String name) {
        return workspace.project().models().stream()
                .map(ModelDefinition::name)
                .anyMatch(model -> Name.same(model, name));
    }

    private static InvalidException source(String name) {
        return new InvalidException(Problem.error(
                "not-a-model",
                "Cannot tell the logic of " + name + ": it is a source, whose rows come from loads",
                "hindsight log " + name + " lists them."));
    }

    private static Optional<ModelPlan> plan(Planning planning, Store store, String name, List<Problem> obstacles) {
        try {
            return planning.plan(Plans.head(store)).model(name);
        } catch (InvalidException invalid) {
            obstacles.addAll(invalid.problems());
            return Optional.empty();
        }
    }
}
