package hindsight.run;

import hindsight.delta.ClockCalls;
import hindsight.delta.ClockMove;
import hindsight.graph.Graph;
import hindsight.history.Memory;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.WholeForms;
import hindsight.problem.DefectException;
import hindsight.project.SourceDefinition;
import hindsight.relation.BoundQuery;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows that every table will have once an apply is published: as computed where it was, else as remembered. Notes what it relied on.
 */
final class Upcoming {
    private final Graph graph;
    private final Memory memory;
    private final Remembered remembered;
    private final Instant now;
    private final ClockCalls clockCalls;
    private final Map<String, String> formerNames = new HashMap<>();
    private final Map<String, RowSet> computed = new HashMap<>();
    private final Map<String, Requirement> reliedOn = new LinkedHashMap<>();

    Upcoming(Graph graph, Remembered remembered, List<ModelPlan> models, Instant now, ClockCalls clockCalls) {
        this.graph = graph;
        this.memory = remembered.memory();
        this.remembered = remembered;
        this.now = now;
        this.clockCalls = clockCalls;
        models.forEach(model -> model.find(Change.Renamed.class)
                .ifPresent(renamed -> formerNames.put(Name.folded(model.name()), renamed.from())));
    }

    /** Nothing but what is remembered. */
    static Upcoming unchanged(Graph graph, Remembered remembered, Instant now) {
        return new Upcoming(graph, remembered, List.of(), now, ClockMove.NONE.calls());
    }

    /** What is remembered of the table that the project calls so. */
    Optional<TableMemory> before(String name) {
        return memory.table(formerNames.getOrDefault(Name.folded(name), name));
    }

    /** What is remembered of the table that the project calls so, dropped or not. */
    Optional<TableMemory> everBefore(String name) {
        return before(name).or(() -> Optional.ofNullable(memory.tables().get(Name.folded(name))));
    }

    /** The commit as of which all is remembered. */
    long seq() {
        return memory.seq();
    }

    /** The clock of this command. */
    Instant now() {
        return now;
    }

    /** How the clock moved from one moment to another. */
    ClockMove clock(Instant from, Instant to) {
        return new ClockMove(clockCalls, from, to);
    }

    void set(String name, RowSet rows) {
        computed.put(Name.folded(name), rows);
    }

    /** Goes back to what is remembered. */
    void forget(String name) {
        computed.remove(Name.folded(name));
    }

    /** Whether the table will have rows that can be read. */
    boolean isThere(String name) {
        return computed.containsKey(Name.folded(name))
                || before(name).isPresent()
                || source(name).isPresent();
    }

    RowSet rows(String name) {
        RowSet fresh = computed.get(Name.folded(name));
        if (fresh != null) {
            return fresh;
        }
        TableMemory table = before(name).orElse(null);
        if (table == null) {
            require(name);
            return nothing(source(name).orElseThrow(() -> new DefectException("nothing is known of " + name)));
        }
        require(name);
        return remembered.rows(table);
    }

    /** Number of rows of stored and staged tables below these, views looked through. */
    long size(Iterable<String> names) {
        long size = 0;
        for (String name : names) {
            size += size(rows(name));
        }
        return size;
    }

    private static long size(RowSet rows) {
        if (rows instanceof RowSet.Derived derived) {
            return size(derived.asQuery());
        }
        if (rows instanceof RowSet.Query query) {
            return query.inputs().values().stream().mapToLong(Upcoming::size).sum();
        }
        if (rows instanceof RowSet.Staged staged) {
            return staged.table().rows();
        }
        if (rows instanceof RowSet.Changed changed) {
            return changed.table().rows() + changed.diff().added();
        }
        return rows instanceof RowSet.Stored stored ? stored.table().rows() : 0;
    }

    /** What a SELECT over upcoming rows gives, under the clock of this command. */
    RowSet.Query query(String sql, Iterable<String> inputs) {
        Map<String, RowSet> rows = new LinkedHashMap<>();
        inputs.forEach(input -> rows.put(input, rows(input)));
        return new RowSet.Query(sql, rows, now);
    }

    /**
     * What a model's form gives over upcoming rows, under the clock of this command.
     *
     * @param sql of it
     */
    RowSet.Derived derived(WholeForms.Whole form, String sql) {
        RowSet.Query query = query(sql, form.inputs());
        return new RowSet.Derived(query.sql(), form.query().columns(), query.inputs(), query.clock());
    }

    /** What a SELECT gives over these rows, under the clock of this command. */
    RowSet query(String sql, Map<String, RowSet> rows) {
        return new RowSet.Query(sql, rows, now);
    }

    /**
     * What a query of ours gives.
     *
     * @param sql of it
     * @param rows of what it reads, and of more
     */
    RowSet derived(BoundQuery query, String sql, Map<String, RowSet> rows) {
        Set<String> tables = Traversal.scans(query.relation()).stream()
                .map(scan -> Name.folded(scan.table()))
                .collect(Collectors.toSet());
        Map<String, RowSet> read = new LinkedHashMap<>(rows);
        read.keySet().removeIf(name -> !tables.contains(Name.folded(name)));
        return new RowSet.Derived(sql, query.columns(), read, now);
    }

    /** Notes that the table must still be as remembered when the apply is published. */
    void require(String name) {
        reliedOn.computeIfAbsent(
                Name.folded(name),
                folded -> before(name)
                        .<Requirement>map(Requirement.Unchanged::new)
                        .orElseGet(() -> new Requirement.Absent(name)));
    }

    List<Requirement> reliedOn() {
        return List.copyOf(reliedOn.values());
    }

    private Optional<SourceDefinition> source(String name) {
        return graph.sources().stream()
                .filter(source -> Name.same(source.name(), name))
                .findFirst();
    }

    /** A source that was never loaded has the columns that it declares, and no rows. */
    private RowSet nothing(SourceDefinition source) {
        String columns = source.columns().stream().map(Upcoming::empty).collect(Collectors.joining(", "));
        return new RowSet.Query(
                "SELECT " + (columns.isEmpty() ? "NULL AS nothing" : columns) + " WHERE false", Map.of(), now);
    }

    private static String empty(Column column) {
        return "CAST(NULL AS " + column.type().text() + ") AS " + Identifier.quote(column.name());
    }
}
