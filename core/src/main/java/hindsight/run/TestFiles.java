package hindsight.run;

import hindsight.graph.Graph;
import hindsight.graph.KnownTables;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.TestDefinition;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.Safety;
import hindsight.sql.TableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns test files into checks. */
final class TestFiles {
    private TestFiles() {}

    /**
     * Parses test files.
     *
     * @throws InvalidException with every problem found
     */
    static List<Check> checks(List<TestDefinition> tests, Graph graph, Parser parser) {
        Problems problems = new Problems();
        KnownTables tables = KnownTables.of(graph);
        List<Check> checks = new ArrayList<>();
        for (TestDefinition test : tests) {
            try {
                ParsedQuery query = parser.parse(test.sql());
                problems.addAll(Safety.PROJECT.problems(query));
                query.tables().forEach(table -> rejectPosition(test, query, table, problems));
                checks.add(check(test, tables.inputs(query, problems)));
            } catch (InvalidException failure) {
                problems.addAll(failure.problems());
            }
        }
        problems.throwIfErrors();
        return checks;
    }

    private static Check check(TestDefinition test, List<String> inputs) {
        Map<String, String> reads = inputs.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
        return new Check(
                "test-failed",
                Optional.empty(),
                test.name(),
                new Check.Words("test " + test.name() + " finds ", "row", "rows"),
                Location.ofFile(test.path()),
                test.severity(),
                test.sql().text(),
                reads,
                Check.mend(test.severity()));
    }

    private static void rejectPosition(
            TestDefinition test, ParsedQuery query, TableReference table, Problems problems) {
        if (table.at().isPresent()) {
            problems.add(Problem.error(
                    "position-in-test",
                    query.sql().locate(table.offset(), table.length()),
                    "Cannot run test " + test.name() + ": a test reads tables as they are, not AT a commit",
                    "Remove AT; to look back use: hindsight query"));
        }
    }
}
