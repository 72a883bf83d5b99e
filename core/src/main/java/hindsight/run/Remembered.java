package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.Sections;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.problem.DefectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The rows of every table as remembered at one commit. A view's rows follow from its logic over its inputs as of the commit that
 * it reflects, under the clock that it saw then.
 */
final class Remembered {
    private final LongFunction<Memory> memories;
    private final Memory memory;
    private final BiFunction<TableMemory, Long, RowSet> stored;
    private final LogicSql sql;
    private final Map<Long, Memory> known = new HashMap<>();

    /** Reads older memories, where a view is behind, from {@code store}. */
    Remembered(Store store, Memory memory, LogicSql sql) {
        this(store::memory, memory, RowSet.Stored::new, sql);
    }

    /** @param stored how the rows of a stored table are read as of a commit */
    Remembered(
            LongFunction<Memory> memories, Memory memory, BiFunction<TableMemory, Long, RowSet> stored, LogicSql sql) {
        this.memories = memories;
        this.memory = memory;
        this.stored = stored;
        this.sql = sql;
        known.put(memory.seq(), memory);
    }

    Memory memory() {
        return memory;
    }

    /** The rows of a table of this memory. */
    RowSet rows(TableMemory table) {
        return rows(table, memory);
    }

    /** What the logic in force of a model or view of this memory gives over its inputs as of its basis, under its clock. */
    RowSet recomputed(TableMemory model) {
        return recomputed(model, memory);
    }

    /** The rows of some tables by name, as of the basis of a model of this memory. */
    Map<String, RowSet> inputs(TableMemory model, Set<String> names) {
        long basis = model.model().orElseThrow().basis();
        return names.stream().collect(Collectors.toMap(name -> name, name -> {
            Seen input = input(model, name, memory, basis);
            return rows(input.table(), input.at());
        }));
    }

    private RowSet rows(TableMemory table, Memory at) {
        return table.isView() ? recomputed(table, at) : stored.apply(table, at.seq());
    }

    private RowSet recomputed(TableMemory table, Memory at) {
        ModelMemory model = new Seen(table, at).model();
        LogicText logic = Sections.together(table);
        Map<String, RowSet> inputs = new HashMap<>();
        List<TableMemory> read = new ArrayList<>();
        for (String name : logic.inputs()) {
            Seen input = input(table, name, at, model.basis());
            inputs.put(name, rows(input.table(), input.at()));
            read.add(input.table());
        }
        return new RowSet.Query(sql.of(table.name(), logic, read), inputs, model.clock());
    }

    /** What the logic in force of a model or view of this memory reads, as its rows reflect it. */
    List<Seen> inputs(TableMemory model) {
        long basis = new Seen(model, memory).model().basis();
        return Sections.together(model).inputs().stream()
                .map(name -> input(model, name, memory, basis))
                .toList();
    }

    private Seen input(TableMemory reader, String name, Memory at, long basis) {
        TableMemory now = at.table(name).orElse(null);
        if (now != null && !now.isView() && now.changedAt() <= basis && now.definedAt() <= basis) {
            return new Seen(now, at);
        }
        Memory then = known.computeIfAbsent(basis, memories::apply);
        return new Seen(
                then.table(name)
                        .orElseThrow(() -> new DefectException(
                                reader.name() + " reads " + name + ", which commit " + basis + " does not have")),
                then);
    }
}
