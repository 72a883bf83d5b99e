package hindsight.duckdb;

import hindsight.history.StateMemory;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.sql.Literal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the registry of states, and writes states inside a commit's transaction. */
final class StateWriter {
    private final Session session;
    private final long seq;
    private final Set<Integer> reflected = new HashSet<>();
    private @Nullable List<Kept> kept;

    StateWriter(Session session, long seq) {
        this.session = session;
        this.seq = seq;
    }

    /** The states that hold at a model's basis, and those that do not pay. */
    static List<StateMemory> states(Session session, TableMemory model) {
        if (model.model().isEmpty()) {
            return List.of();
        }
        return session.list(
                "SELECT number, form, kept, groups FROM w.hindsight.state WHERE table_id = " + model.id()
                        + " AND branch = 0 AND (NOT kept OR seq = "
                        + model.model().get().basis() + ") ORDER BY number",
                row -> new StateMemory(row.getInt(1), row.getString(2), row.getBoolean(3), row.getLong(4)));
    }

    static void drop(Session session, int table) {
        session.list(
                        "SELECT number FROM w.hindsight.state WHERE kept AND table_id = " + table,
                        row -> Physical.state(table, row.getInt(1)))
                .forEach(state -> session.execute("DROP TABLE IF EXISTS " + state));
        session.execute("DELETE FROM w.hindsight.state WHERE table_id = " + table);
    }

    /** A model's rows reflect this commit: its states of before do not hold any more, unless they are kept or set. */
    void reflect(TableMemory model) {
        reflected.add(model.id());
    }

    void keep(TableMemory model) {
        if (kept().stream().anyMatch(state -> state.table() == model.id())) {
            session.execute("UPDATE w.hindsight.state SET seq = " + seq + " WHERE table_id = " + model.id()
                    + " AND kept AND seq = " + model.model().orElseThrow().basis());
            kept = null;
        }
    }

    /** @throws RefusedException when a state that is to be kept or changed is not there any more */
    void set(TableMemory model, List<Update.KeptState> states) {
        Map<Integer, StateMemory> known = new HashMap<>();
        kept = null;
        states(session, model).forEach(state -> known.put(state.number(), state));
        for (Update.KeptState state : states) {
            long groups = write(model, state, known);
            session.execute(
                    "DELETE FROM w.hindsight.state WHERE table_id = " + model.id() + " AND number = " + state.number());
            session.execute("INSERT INTO w.hindsight.state VALUES (%d, 0, %d, %d, %s, %s, %d)"
                    .formatted(
                            model.id(),
                            state.number(),
                            seq,
                            Literal.string(state.form()),
                            !(state instanceof Update.NoState),
                            groups));
        }
    }

    /** Drops what does not hold any more. */
    void finish() {
        if (reflected.isEmpty()) {
            return;
        }
        for (Kept state : kept()) {
            if (reflected.contains(state.table()) && state.seq() < seq) {
                session.execute("DROP TABLE IF EXISTS " + Physical.state(state.table(), state.number()));
                session.execute("DELETE FROM w.hindsight.state WHERE table_id = " + state.table() + " AND number = "
                        + state.number());
            }
        }
    }

    /** A state that is there. */
    private record Kept(int table, int number, long seq) {}

    /** All of them, read once as long as there is none to write. */
    private List<Kept> kept() {
        List<Kept> known = kept;
        if (known == null) {
            known = session.list(
                    "SELECT table_id, number, seq FROM w.hindsight.state WHERE kept",
                    row -> new Kept(row.getInt(1), row.getInt(2), row.getLong(3)));
            kept = known;
        }
        return known;
    }

    /** Gives the number of groups. */
    private long write(TableMemory model, Update.KeptState state, Map<Integer, StateMemory> known) {
        String table = Physical.state(model.id(), state.number());
        if (state instanceof Update.NewState fresh) {
            session.data("CREATE OR REPLACE TABLE " + table + " AS FROM "
                    + fresh.rows().handle());
            return fresh.rows().rows();
        }
        StateMemory before = known.get(state.number());
        if (state instanceof Update.NoState none) {
            session.execute("DROP TABLE IF EXISTS " + table);
            return none.groups();
        }
        if (before == null || !before.kept() || !before.form().equals(state.form())) {
            throw new RefusedException(Problem.error(
                    "table-moved",
                    "Cannot publish: another command dropped a state of " + model.name() + " meanwhile",
                    "Run the command again"));
        }
        return state instanceof Update.ChangedState changed
                ? before.groups() + change(model, table, changed.change().handle())
                : before.groups();
    }

    /** Gives by how many the groups grew in number. */
    private long change(TableMemory model, String table, String change) {
        long retracted = session.one("SELECT count(*) FROM " + change + " WHERE _weight < 0", row -> row.getLong(1));
        String last = "(SELECT coalesce(max(_version), 0) FROM " + table + ")";
        long deleted = session.data(
                "DELETE FROM " + table + " WHERE _version IN (SELECT _version FROM " + change + " WHERE _weight < 0)");
        if (deleted != retracted) {
            throw new DefectException("A state of " + model.name() + " has " + deleted + " of " + retracted
                    + " groups that change; hindsight verify " + model.name() + " --repair drops it");
        }
        long added = session.data("INSERT INTO " + table + " BY NAME SELECT * EXCLUDE (_weight) REPLACE (" + last
                + " + row_number() OVER () AS _version) FROM " + change + " WHERE _weight > 0");
        return added - retracted;
    }
}
