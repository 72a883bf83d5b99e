package hindsight.duckdb;

import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.sql.Identifier;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns relations into SQL. A query gets a scratch schema of its own, in which its inputs are views and its clock is a set of
 * macros, so that the user's text runs as written and sees nothing else.
 */
final class Scopes {
    /** What the view with a query's result is called; unlikely enough not to hide an input. */
    private static final String RESULT = "result of the query";

    private final Session session;
    private final ZoneId zone;
    private final Function<TableMemory, @Nullable TableMemory> newest;
    private final StateSql history;
    private final Heads heads;
    private final List<String> schemas = new ArrayList<>();

    /**
     * @param zone in which SQL reads the clock
     * @param newest gives a table as it is at the head of its line, to know whether head answers a read
     */
    Scopes(
            Session session,
            ZoneId zone,
            Function<TableMemory, @Nullable TableMemory> newest,
            StateSql history,
            Heads heads) {
        this.session = session;
        this.zone = zone;
        this.newest = newest;
        this.history = history;
        this.heads = heads;
    }

    /** A SELECT with the relation's rows. */
    String select(RowSet relation) {
        if (relation instanceof RowSet.Stored stored) {
            return stored(stored.table(), stored.seq());
        }
        if (relation instanceof RowSet.Replayed replayed) {
            return history.asOf(replayed.table(), replayed.seq());
        }
        if (relation instanceof RowSet.Staged staged) {
            return "SELECT * FROM " + staged.table().handle();
        }
        if (relation instanceof RowSet.Changed changed) {
            return DiffTable.changed(changed.table(), heads.of(changed.table()), changed.diff());
        }
        if (relation instanceof RowSet.Past past) {
            return history.versionsAsOf(past.table(), past.seq());
        }
        if (relation instanceof RowSet.Head head) {
            return StateSql.headVersions(head.table(), heads.of(head.table()));
        }
        if (relation instanceof RowSet.State state) {
            return "FROM " + Physical.state(state.model().id(), state.number());
        }
        if (relation instanceof RowSet.Versions versions) {
            return history.versions(versions.table(), versions.after(), versions.upTo());
        }
        if (relation instanceof RowSet.StagedVersions versions) {
            return DiffTable.versions(versions);
        }
        if (relation instanceof RowSet.NetDiff diff) {
            return history.netDiff(diff.table(), diff.after(), diff.upTo());
        }
        if (relation instanceof RowSet.Changes changes) {
            return history.changes(changes.table(), changes.after(), changes.upTo());
        }
        if (relation instanceof RowSet.Log log) {
            return history.log(log.table(), log.after(), log.upTo());
        }
        return query(relation);
    }

    private String query(RowSet relation) {
        if (relation instanceof RowSet.Ever ever) {
            return history.ever(ever.table());
        }
        if (relation instanceof RowSet.Derived derived && !readsClock(derived)) {
            return inPlace(derived);
        }
        return "SELECT * FROM "
                + open(relation instanceof RowSet.Derived derived ? derived.asQuery() : (RowSet.Query) relation);
    }

    private boolean readsClock(RowSet.Derived query) {
        return !new ClockMacros("", query.clock(), zone).statements(query.sql()).isEmpty();
    }

    /** Without a scope, which takes some milliseconds to make. */
    private String inPlace(RowSet.Derived query) {
        String inputs = query.inputs().entrySet().stream()
                .map(input ->
                        Identifier.quote(input.getKey()) + " AS NOT MATERIALIZED (" + select(input.getValue()) + ")")
                .collect(Collectors.joining(",\n"));
        return (inputs.isEmpty() ? "" : "WITH " + inputs + "\n") + "SELECT * FROM (" + query.sql() + ")";
    }

    void close() {
        if (!schemas.isEmpty()) {
            session.execute(schemas.stream()
                    .map(schema -> "DROP SCHEMA IF EXISTS " + schema + " CASCADE")
                    .collect(Collectors.joining(";\n")));
        }
        schemas.clear();
    }

    private String stored(TableMemory table, long seq) {
        @Nullable TableMemory head = newest.apply(table);
        boolean headAnswers = head != null
                && !head.dropped()
                && !head.isView()
                && head.changedAt() <= seq
                && head.columns().equals(table.columns());
        return headAnswers ? StateSql.head(table, heads.of(table)) : history.asOf(table, seq);
    }

    /** Makes the scope and gives the name of the view with its result. */
    private String open(RowSet.Query query) {
        String schema = "memory." + session.freshName("scope");
        List<String> opening = new ArrayList<>();
        opening.add("CREATE SCHEMA " + schema);
        for (Map.Entry<String, RowSet> input : query.inputs().entrySet()) {
            opening.add("CREATE VIEW " + schema + "." + Identifier.quote(input.getKey()) + " AS "
                    + select(input.getValue()));
        }
        opening.addAll(new ClockMacros(schema, query.clock(), zone).statements(query.sql()));
        schemas.add(schema);
        session.execute(String.join(";\n", opening));
        String result = schema + "." + Identifier.quote(RESULT);
        session.userStatement("CREATE VIEW " + result + " AS " + query.sql(), "run a query");
        return result;
    }
}
