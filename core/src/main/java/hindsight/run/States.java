package hindsight.run;

import hindsight.engine.Engine;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables and their rows as remembered at any commit. */
final class States {
    private final Store store;
    private final LogicSql sql;
    private final Map<Long, Memory> memories = new HashMap<>();

    States(Store store, Engine engine) {
        this.store = store;
        this.sql = new LogicSql(engine);
    }

    /** All tables as remembered at a commit; asked of the store once. */
    Memory memory(long seq) {
        Memory known = memories.get(seq);
        if (known == null) {
            known = store.memory(seq);
            memories.put(seq, known);
        }
        return known;
    }

    /** The rows of a table as of {@code seq}; {@code table} is as remembered there. */
    RowSet rows(TableMemory table, long seq) {
        return new Remembered(this::memory, memory(seq), RowSet.Stored::new, sql).rows(table);
    }

    /** The rows that a table is remembered with. */
    TableRows published(Seen table) {
        return new TableRows(table.table(), rows(table.table(), table.seq()));
    }

    /** What a model's logic reads, as its rows reflect it; nothing where it is a source. */
    List<Seen> inputs(Seen table) {
        return table.isSource()
                ? List.of()
                : new Remembered(this::memory, table.at(), RowSet.Stored::new, sql).inputs(table.table());
    }

    /** How one text of a model is run over inputs as its rows reflect them. */
    LogicSql.Form form(Seen model, LogicText logic, List<Seen> inputs) {
        return sql.form(
                model.table().name(), logic, inputs.stream().map(Seen::table).toList());
    }

    /** Computes what was never published. */
    Recomputation recomputation(long data) {
        return new Recomputation(store, sql, data);
    }

    /** What a model's logic as remembered at {@code seq} gives over its inputs as of its basis, under its clock; heads left aside. */
    RowSet recomputed(TableMemory model, long seq) {
        return replayed(seq).recomputed(model);
    }

    /** The rows of some tables by name, as a model as remembered at {@code seq} saw them; heads left aside. */
    Map<String, RowSet> inputs(TableMemory model, Set<String> names, long seq) {
        return replayed(seq).inputs(model, names);
    }

    private Remembered replayed(long seq) {
        return new Remembered(this::memory, memory(seq), RowSet.Replayed::new, sql);
    }
}
