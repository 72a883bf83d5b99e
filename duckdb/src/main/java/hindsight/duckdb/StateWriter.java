package hindsight.duckdb;

import hindsight.history.StagedTable;
import hindsight.history.StateMemory;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.sql.Literal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the registry of states, and writes states inside a commit's transaction. They are main's; a branch has none. */
final class StateWriter {
    private final Session session;
    private final long seq;
    private final Set<Integer> reflected = new HashSet<>();
    private final Map<State, StateMemory> written = new LinkedHashMap<>();
    private @Nullable List<Registered> registered;

    StateWriter(Session session, long seq) {
        this.session = session;
        this.seq = seq;
    }

    /** Which state of which table. */
    private record State(int table, int number) {}

    /**
     * A state in the registry.
     *
     * @param seq of the commit at which it holds
     */
    record Registered(int table, long seq, StateMemory memory) {
        private State state() {
            return new State(table, memory.number());
        }
    }

    /** All states, and those that do not pay. */
    static List<Registered> registry(Session session) {
        return session.list(
                "SELECT table_id, seq, number, form, kept, groups FROM w.hindsight.state ORDER BY number",
                row -> new Registered(
                        row.getInt(1),
                        row.getLong(2),
                        new StateMemory(row.getInt(3), row.getString(4), row.getBoolean(5), row.getLong(6))));
    }

    /** The states that hold at a model's basis, and those that do not pay. */
    static List<StateMemory> states(List<Registered> registry, TableMemory model) {
        return registry.stream()
                .filter(state -> model.line().isMain() && state.table() == model.id())
                .filter(state -> model.model()
                        .filter(memory -> !state.memory().kept() || state.seq() == memory.basis())
                        .isPresent())
                .map(Registered::memory)
                .toList();
    }

    static void drop(Session session, TableMemory model) {
        if (!model.line().isMain()) {
            return;
        }
        session.list(
                        "SELECT number FROM w.hindsight.state WHERE kept AND table_id = " + model.id(),
                        row -> Physical.state(model.id(), row.getInt(1)))
                .forEach(state -> session.execute("DROP TABLE IF EXISTS " + state));
        session.execute("DELETE FROM w.hindsight.state WHERE table_id = " + model.id());
    }

    /** A model's rows reflect this commit: its states of before do not hold any more, unless they are kept or set. */
    void reflect(TableMemory model) {
        if (model.line().isMain()) {
            reflected.add(model.id());
        }
    }

    void keep(TableMemory model) {
        states(registered(), model).stream()
                .filter(StateMemory::kept)
                .forEach(state -> written.put(new State(model.id(), state.number()), state));
    }

    /** @throws RefusedException when a state that is to be kept or changed is not there any more */
    void set(TableMemory model, List<Update.KeptState> states) {
        if (!model.line().isMain()) {
            throw new DefectException("A branch keeps no states: " + model.name());
        }
        Map<Integer, StateMemory> known =
                states(registered(), model).stream().collect(Collectors.toMap(StateMemory::number, state -> state));
        for (Update.KeptState state : states) {
            long groups = write(model, state, known);
            written.put(
                    new State(model.id(), state.number()),
                    new StateMemory(state.number(), state.form(), !(state instanceof Update.NoState), groups));
        }
    }

    /** Drops what does not hold any more, and writes the registry. */
    void finish() {
        Set<State> gone = new LinkedHashSet<>(written.keySet());
        if (!reflected.isEmpty()) {
            for (Registered one : registered()) {
                boolean stale = reflected.contains(one.table()) && one.memory().kept() && one.seq() < seq;
                if (stale && gone.add(one.state())) {
                    session.execute("DROP TABLE IF EXISTS "
                            + Physical.state(one.table(), one.memory().number()));
                }
            }
        }
        if (!gone.isEmpty()) {
            session.execute("DELETE FROM w.hindsight.state WHERE "
                    + gone.stream()
                            .map(state -> "table_id = " + state.table() + " AND number = " + state.number())
                            .collect(Collectors.joining(" OR ")));
        }
        if (!written.isEmpty()) {
            session.execute("INSERT INTO w.hindsight.state VALUES "
                    + written.entrySet().stream()
                            .map(state -> row(state.getKey().table(), state.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private String row(int table, StateMemory state) {
        return "(%d, 0, %d, %d, %s, %s, %d)"
                .formatted(table, state.number(), seq, Literal.string(state.form()), state.kept(), state.groups());
    }

    /** As they were before this commit, read when they are needed first. */
    private List<Registered> registered() {
        List<Registered> known = registered;
        if (known == null) {
            known = registry(session);
            registered = known;
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
                ? before.groups() + change(model, table, changed.change())
                : before.groups();
    }

    /** Gives by how many the groups grew in number. */
    private long change(TableMemory model, String table, StagedTable change) {
        String handle = change.handle();
        String last = "(SELECT coalesce(max(_version), 0) FROM " + table + ")";
        long deleted = session.data(
                "DELETE FROM " + table + " WHERE _version IN (SELECT _version FROM " + handle + " WHERE _weight < 0)");
        long added = session.data("INSERT INTO " + table + " BY NAME SELECT * EXCLUDE (_weight) REPLACE (" + last
                + " + row_number() OVER () AS _version) FROM " + handle + " WHERE _weight > 0");
        if (deleted + added != change.rows()) {
            throw new DefectException("A state of " + model.name() + " has " + deleted + " of "
                    + (change.rows() - added) + " groups that change; hindsight verify " + model.name()
                    + " --repair drops it");
        }
        return added - deleted;
    }
}
