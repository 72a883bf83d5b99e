package hindsight.duckdb;

import hindsight.history.Branch;
import hindsight.history.Commit;
import hindsight.history.Memory;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.project.SqlText;
import hindsight.run.Diff;
import hindsight.run.History;
import hindsight.run.Progress;
import hindsight.run.Query;
import hindsight.run.Workspace;
import hindsight.time.Position;
import hindsight.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a warehouse answers to all that can be asked about its past, by question. */
final class EveryAnswer {
    private static final int DIFFS = 4;

    private final Map<String, String> answers = new TreeMap<>();
    private final Random random;
    private final Workspace workspace;
    private final String branch;

    private EveryAnswer(Workspace workspace, String branch, long seed) {
        this.workspace = workspace;
        this.branch = branch;
        this.random = new Random(seed);
    }

    /**
     * All states of all tables on some branches, their lives, and some of their diffs. What a branch shares with main is asked there, but for
     * the newest of it.
     *
     * @param seed which diffs
     */
    static Map<String, String> of(ShopFolder shop, List<String> branches, long seed) {
        Map<String, String> all = new TreeMap<>();
        for (String branch : branches) {
            all.putAll(
                    shop.on(branch).in(Progress.SILENT, workspace -> new EveryAnswer(workspace, branch, seed).ask()));
        }
        shop.on("main");
        return all;
    }

    private Map<String, String> ask() {
        List<Long> commits = workspace.reading(store ->
                store.log(Integer.MAX_VALUE).stream().map(Commit::seq).sorted().toList());
        long shared = workspace.reading(Store::branches).stream()
                .filter(known -> known.name().equals(branch))
                .flatMap(known -> known.fork().stream())
                .mapToLong(Branch.Fork::seq)
                .sum();
        for (long seq : commits) {
            if (seq < shared) {
                continue;
            }
            Memory memory = workspace.reading(store -> store.memory(seq));
            states(memory);
            memory.live()
                    .forEach(table -> answers.put(
                            "digest of " + table.name() + " at " + seq + " on " + branch,
                            table.rows() + " " + table.digest()));
        }
        Memory head = workspace.reading(store -> store.memory(commits.get(commits.size() - 1)));
        for (TableMemory table : head.live()) {
            for (int i = 0; i < DIFFS; i++) {
                long one = commits.get(random.nextInt(commits.size()));
                long other = commits.get(random.nextInt(commits.size()));
                diff(table, Math.min(one, other), Math.max(one, other), !table.isView() && i % 2 == 0);
            }
            if (!table.isView()) {
                life(table);
            }
        }
        return answers;
    }

    /** All tables in one query, which takes less time than one for each. */
    private void states(Memory memory) {
        String sql = memory.live().stream()
                .map(table -> "SELECT '" + table.name() + "' AS t, x::VARCHAR AS r FROM " + table.name() + " x")
                .collect(Collectors.joining(" UNION ALL "));
        Query.Request request = new Query.Request(
                SqlText.of("query", sql), Optional.of(new Position.Version(memory.seq())), Optional.empty());
        answers.put(
                "all as of " + memory.seq() + " on " + branch,
                new Query(workspace).rows(request, (read, rows) -> shown(rows)));
    }

    private void diff(TableMemory table, long after, long upTo, boolean everyStep) {
        Span span = new Span.Between(new Position.Version(after), new Position.Version(upTo));
        Diff.Request request = new Diff.Request(table.name(), span, everyStep, OptionalLong.empty());
        String answer;
        try {
            answer = new Diff(workspace).rows(request, (summary, rows) -> shown(rows));
        } catch (hindsight.problem.InvalidException notThere) {
            answer = notThere.getMessage();
        }
        answers.put(
                (everyStep ? "steps of " : "diff of ") + table.name() + " " + after + ".." + upTo + " on " + branch,
                answer);
    }

    private void life(TableMemory table) {
        History.Request request = new History.Request(
                table.name(), new History.Choice.Where("true"), Optional.empty(), Integer.MAX_VALUE);
        String answer;
        try {
            answer = new History(workspace)
                    .run(request).events().stream()
                            .map(event -> event.commit().seq() + " " + event.step())
                            .sorted()
                            .collect(Collectors.joining("\n"));
        } catch (hindsight.problem.InvalidException neverThere) {
            answer = neverThere.getMessage();
        }
        answers.put("life of " + table.name() + " on " + branch, answer);
    }

    private static String shown(Rows rows) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < rows.schema().columns().size(); i++) {
                values.add(String.valueOf(rows.value(i)));
            }
            found.add(String.join(" ", values));
        }
        found.sort(null);
        return rows.schema() + "\n" + String.join("\n", found);
    }
}
