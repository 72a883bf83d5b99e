package hindsight.run;

import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes what is remembered and compares: rows and digest from the history, the head, and each model and its hidden states from its
 * logic in force over its inputs AS OF its basis, under its clock.
 */
public final class Verify {
    private static final Set<Against> CACHES = Set.of(Against.HEAD, Against.STATE);

    private final Workspace workspace;

    public Verify(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to verify.
     *
     * @param table the only one; empty: all that store rows
     * @param at the commit as of which; empty: head
     * @param repair whether heads that differ are built anew, and hidden states dropped
     */
    public record Request(Optional<String> table, Optional<Position> at, boolean repair) {}

    /** What was found, table by table. */
    public record Result(long seq, List<Table> tables) {
        public Result {
            tables = List.copyOf(tables);
        }

        public boolean isEqual() {
            return tables.stream().allMatch(Table::isEqual);
        }
    }

    /**
     * A table.
     *
     * @param rows how many its history gives
     * @param repaired caches that differed, and were built anew or dropped; the findings are those after it
     */
    public record Table(String name, long rows, List<Finding> findings, Set<Against> repaired) {
        public Table {
            findings = List.copyOf(findings);
            repaired = Set.copyOf(repaired);
        }

        public boolean isEqual() {
            return findings.isEmpty();
        }
    }

    /** What a table was compared with. */
    public enum Against {
        /** Number of rows and digest, as remembered. */
        REMEMBERED,
        /** The sum of all that was added and retracted. */
        LOG,
        /** The head. */
        HEAD,
        /** The model's logic over its inputs. */
        LOGIC,
        /** The hidden states of a model: each with what it is made of. */
        STATE
    }

    /** A comparison that failed, with some of the rows that differ. */
    public record Finding(Against against, String message, List<Sample> samples) {
        public Finding {
            samples = List.copyOf(samples);
        }
    }

    /** A row as it should be and as it is; null where there is none. */
    public record Sample(
            @Nullable Map<String, @Nullable Object> expected,
            @Nullable Map<String, @Nullable Object> found) {}

    /**
     * Verifies tables.
     *
     * @throws UsageException when a head of the past is to be repaired
     */
    public Result run(Request request) {
        if (request.repair() && request.at().isPresent()) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot repair the past: only heads can be built anew", "Leave --at out."));
        }
        return request.repair()
                ? workspace.writing(store -> run(request, store))
                : workspace.reading(store -> run(request, store));
    }

    private Result run(Request request, Store store) {
        States states = new States(store, workspace.engine());
        long head = store.resolve(new Position.Head());
        long seq = request.at().map(store::resolve).orElse(head);
        TableLookup lookup = new TableLookup(store, states, workspace.project());
        List<TableMemory> tables = request.table()
                .map(name -> List.of(lookup.at(name, seq)))
                .orElseGet(() -> states.memory(seq).live());
        Optional<StateCheck> now =
                seq == head ? Optional.of(new StateCheck(store, states, workspace.engine())) : Optional.empty();
        TableCheck check = new TableCheck(store, states, seq, now, workspace.now());
        List<Table> results = new ArrayList<>();
        for (TableMemory table : tables) {
            if (!table.isView()) {
                workspace.progress().step("verify " + table.name());
                results.add(request.repair() ? repaired(table, store, check) : check.run(table));
            }
        }
        return new Result(seq, results);
    }

    private static Table repaired(TableMemory table, Store store, TableCheck check) {
        Table before = check.run(table);
        Set<Against> wrong = before.findings().stream()
                .map(Finding::against)
                .filter(CACHES::contains)
                .collect(Collectors.toSet());
        if (wrong.contains(Against.HEAD)) {
            store.rebuildHead(table);
        }
        if (wrong.contains(Against.STATE)) {
            store.dropStates(table);
        }
        Table after = wrong.isEmpty() ? before : check.run(table);
        return new Table(after.name(), after.rows(), after.findings(), wrong);
    }
}
