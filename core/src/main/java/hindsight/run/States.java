package hindsight.run;

import hindsight.engine.Engine;
import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.Store.Fingerprint;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables and their rows as remembered at any commit. */
final class States {
    private final Store store;
    private final Line line;
    private final LogicSql sql;
    private final Map<Long, Memory> memories = new HashMap<>();
    private final Map<String, RowSet> remade = new HashMap<>();

    States(Store store, Engine engine) {
        this(store, store.line(), engine);
    }

    /** As another line sees them. */
    States(Store store, Line line, Engine engine) {
        this.store = store;
        this.line = line;
        this.sql = new LogicSql(engine);
    }

    /** All tables as remembered at a commit; asked of the store once. */
    Memory memory(long seq) {
        Memory known = memories.get(seq);
        if (known == null) {
            known = store.memory(line, seq);
            memories.put(seq, known);
        }
        return known;
    }

    /** The rows of a table as of {@code seq}; {@code table} is as remembered there. */
    RowSet rows(TableMemory table, long seq) {
        return new Remembered(this::memory, memory(seq), this::stored, sql).rows(table);
    }

    /** The rows that a table is remembered with. */
    TableRows published(Seen table) {
        return new TableRows(table.table(), rows(table.table(), table.seq()));
    }

    /** What a model's logic reads, as its rows reflect it; nothing where it is a source. */
    List<Seen> inputs(Seen table) {
        return table.isSource()
                ? List.of()
                : new Remembered(this::memory, table.at(), this::stored, sql).inputs(table.table());
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

    /** Whether one of the states at the ends of a range is not stored any more. */
    boolean hides(TableMemory table, CommitRange range) {
        return store.keeping().hides(table, range.after()) || store.keeping().hides(table, range.upTo());
    }

    /** What a table was at a commit, whatever its name was then; empty when it was not there or dropped. */
    Optional<TableMemory> find(TableMemory table, long seq) {
        return memory(seq).tables().values().stream()
                .filter(other -> other.id() == table.id() && !other.dropped())
                .findFirst();
    }

    /** Whether the state of a model at a commit, if there was one, is what computing it now gives. */
    boolean reproduces(TableMemory table, long seq) {
        return find(table, seq)
                .map(then -> store.fingerprint(then, new RowSet.Staged(store.stage(recomputed(then, seq))))
                        .equals(fingerprint(then)))
                .orElse(true);
    }

    private static Fingerprint fingerprint(TableMemory table) {
        return new Fingerprint(table.rows(), table.digest());
    }

    private Remembered replayed(long seq) {
        return new Remembered(this::memory, memory(seq), this::fromHistory, sql);
    }

    private RowSet stored(TableMemory table, long seq) {
        return store.keeping().hides(table, seq) ? remade(table, seq) : new RowSet.Stored(table, seq);
    }

    private RowSet fromHistory(TableMemory table, long seq) {
        return store.keeping().hides(table, seq) ? remade(table, seq) : new RowSet.Replayed(table, seq);
    }

    /** The rows of a state that was pruned, computed anew. */
    private RowSet remade(TableMemory table, long seq) {
        String key = table.name() + "@" + table.changedAt() + "@" + table.definedAt();
        RowSet known = remade.get(key);
        if (known != null) {
            return known;
        }
        RowSet rows = new RowSet.Staged(computed(table, seq, "read"));
        remade.put(key, rows);
        return rows;
    }

    /**
     * The rows of a model at a commit, computed anew.
     *
     * @param verb what is to be done with them
     * @throws InvalidException when they are not those that it is remembered with
     */
    StagedTable computed(TableMemory table, long seq, String verb) {
        StagedTable rows = store.stage(recomputed(table, seq));
        Fingerprint found = store.fingerprint(table, new RowSet.Staged(rows));
        Fingerprint wanted = fingerprint(table);
        if (!found.equals(wanted)) {
            throw differs(table, seq, verb, wanted, found);
        }
        return rows;
    }

    private static InvalidException differs(
            TableMemory table, long seq, String verb, Fingerprint wanted, Fingerprint found) {
        return new InvalidException(Problem.error(
                "pruned-differs",
                "Cannot " + verb + " what " + table.name() + " was at #" + seq
                        + ": it was pruned, and computed anew it has "
                        + found.rows() + " rows with digest " + found.digest() + " where " + wanted.rows()
                        + " with digest " + wanted.digest() + " are remembered",
                "hindsight show " + seq + " names the versions that computed it."));
    }
}
