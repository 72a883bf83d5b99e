package hindsight.run;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.project.ColumnTest;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Use case: run the tests of columns and the test files on head. */
public final class DataTests {
    private final Workspace workspace;

    public DataTests(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What one test found.
     *
     * @param name such as {@code not_null of daily.tax}, or the name of its file
     * @param file in which it is declared
     * @param rows how many it gave; 0 when it passed or could not run
     * @param problem why it failed or was skipped
     */
    public record TestResult(
            String name, String file, Severity severity, Status status, long rows, Optional<Problem> problem) {}

    /** How a test went. */
    public enum Status {
        PASSED,
        FAILED,
        /** Something that it reads is not built yet. */
        SKIPPED
    }

    /**
     * Runs all tests of the selected models, and the test files that read one of them; without a selection all there are.
     *
     * @throws hindsight.problem.InvalidException when the project is at fault
     */
    public List<TestResult> run(Optional<String> select) {
        Planning planning = Planning.of(workspace, new PlanOptions(select, Optional.empty(), Set.of(), Set.of()));
        List<Check> files = TestFiles.checks(
                planning.project().tests(), planning.graph(), workspace.engine().parser());
        return workspace.reading(store -> run(planning, files, store));
    }

    private List<TestResult> run(Planning planning, List<Check> files, Store store) {
        Graph graph = planning.graph();
        Memory memory = Plans.head(store);
        Set<String> selected = planning.request().selected().orElseGet(() -> everything(graph));
        List<Check> checks = new ArrayList<>();
        List<TestResult> results = new ArrayList<>();
        for (Model model : graph.models()) {
            if (selected.contains(Name.folded(model.name()))) {
                memory.table(model.name())
                        .filter(table -> table.model().isPresent())
                        .ifPresentOrElse(
                                table -> checks.addAll(checks(model, table, results)), () -> skipAll(model, results));
            }
        }
        files.stream()
                .filter(file -> planning.request().selected().isEmpty() || readsAny(file, selected))
                .forEach(checks::add);
        Upcoming head = Upcoming.unchanged(
                graph, new Remembered(store, memory, new LogicSql(workspace.engine())), workspace.now());
        CheckRunner runner = new CheckRunner(store, head::rows, workspace.now());
        checks.forEach(check -> results.add(result(check, head, runner)));
        return results;
    }

    private static Set<String> everything(Graph graph) {
        return graph.models().stream().map(model -> Name.folded(model.name())).collect(Collectors.toSet());
    }

    private static List<Check> checks(Model model, TableMemory table, List<TestResult> results) {
        List<ColumnTest> runnable = new ArrayList<>();
        for (ColumnTest test : model.definition().settings().tests()) {
            if (table.definition().schema().column(test.column()).isPresent()) {
                runnable.add(test);
            } else {
                results.add(skipped(model, test, "column " + test.column() + " is not applied yet"));
            }
        }
        return new ModelChecks(model.name(), table.definition(), model.definition()::location).declared(runnable);
    }

    private static void skipAll(Model model, List<TestResult> results) {
        model.definition()
                .settings()
                .tests()
                .forEach(test -> results.add(skipped(model, test, "model " + model.name() + " was never applied")));
    }

    private static boolean readsAny(Check check, Set<String> folded) {
        return check.reads().values().stream().map(Name::folded).anyMatch(folded::contains);
    }

    private TestResult result(Check check, Upcoming head, CheckRunner runner) {
        workspace.progress().step("test " + check.name());
        Optional<String> missing = check.reads().values().stream()
                .filter(table -> !head.isThere(table))
                .findFirst();
        if (missing.isPresent()) {
            return skipped(check.name(), check.place().file(), check.severity(), missing.get() + " is not built yet");
        }
        Optional<CheckRunner.Failed> found = runner.run(check, "accept");
        return new TestResult(
                check.name(),
                check.place().file(),
                check.severity(),
                found.isEmpty() ? Status.PASSED : Status.FAILED,
                found.map(CheckRunner.Failed::rows).orElse(0L),
                found.map(CheckRunner.Failed::problem));
    }

    private static TestResult skipped(Model model, ColumnTest test, String reason) {
        return skipped(ModelChecks.name(model.name(), test), model.definition().path(), test.severity(), reason);
    }

    private static TestResult skipped(String name, String file, Severity severity, String reason) {
        Problem problem = Problem.warning("test-skipped", "Cannot run test " + name + ": " + reason, "Apply first.");
        return new TestResult(name, file, severity, Status.SKIPPED, 0, Optional.of(problem));
    }
}
