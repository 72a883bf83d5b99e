package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.util.List;

/** The metadata tables on disk and the version of their layout; docs/format describes them. */
final class WarehouseFormat {
    /** From each layout to the next, from the first on. */
    private static final List<Step> STEPS = List.of();

    /** Raised by a step whenever a reader of the layout before would misread the new one. */
    static final int VERSION = 1 + STEPS.size();

    private static final List<String> TABLES = List.of(
            "CREATE SCHEMA w.hindsight",
            "CREATE TABLE w.hindsight.format (version INTEGER, made_by VARCHAR, made_at TIMESTAMP)",
            """
            CREATE TABLE w.hindsight.branch (
              id INTEGER, name VARCHAR, parent INTEGER, fork_seq BIGINT, made_at TIMESTAMP, dropped BOOLEAN)""",
            """
            CREATE TABLE w.hindsight.commit (
              seq BIGINT, branch INTEGER, parent BIGINT, merge_parent BIGINT, committed_at TIMESTAMP, kind VARCHAR,
              cause_seq BIGINT, context VARCHAR, author VARCHAR, message VARCHAR)""",
            """
            CREATE TABLE w.hindsight.table_version (
              table_id INTEGER, branch INTEGER, seq BIGINT, name VARCHAR, role VARCHAR, columns VARCHAR, next_column INTEGER,
              "key" VARCHAR, effective VARCHAR, load_kind VARCHAR, dropped BOOLEAN, held_back VARCHAR)""",
            """
            CREATE TABLE w.hindsight.table_sum (
              table_id INTEGER, branch INTEGER, seq BIGINT, added BIGINT, retracted BIGINT, "rows" BIGINT,
              digest_high BIGINT, digest_low BIGINT, next_rvid BIGINT)""",
            """
            CREATE TABLE w.hindsight.logic (
              version INTEGER, table_id INTEGER, seq BIGINT, sql VARCHAR, fingerprint VARCHAR, inputs VARCHAR, opaque VARCHAR)""",
            """
            CREATE TABLE w.hindsight.timeline (
              table_id INTEGER, branch INTEGER, seq BIGINT, declared BOOLEAN, "from" TIMESTAMP, "to" TIMESTAMP, version INTEGER)""",
            """
            CREATE TABLE w.hindsight.model_state (
              table_id INTEGER, branch INTEGER, seq BIGINT, basis BIGINT, clock TIMESTAMP)""",
            """
            CREATE TABLE w.hindsight.loaded (
              table_id INTEGER, branch INTEGER, seq BIGINT, path VARCHAR, hash VARCHAR, effective TIMESTAMP, weight INTEGER, repeats BOOLEAN)""",
            """
            CREATE TABLE w.hindsight.state (
              table_id INTEGER, branch INTEGER, number INTEGER, seq BIGINT, form VARCHAR, kept BOOLEAN, groups BIGINT)""",
            """
            CREATE TABLE w.hindsight.model_run (
              table_id INTEGER, branch INTEGER, seq BIGINT, maintained BOOLEAN, millis BIGINT, "read" BIGINT, changed BIGINT)""",
            """
            CREATE TABLE w.hindsight.sealed (
              table_id INTEGER, up_to BIGINT, versions BIGINT, made_at TIMESTAMP, author VARCHAR)""",
            """
            CREATE TABLE w.hindsight.pruned (
              table_id INTEGER, up_to BIGINT, versions BIGINT, made_at TIMESTAMP, author VARCHAR, stored_from BIGINT)""",
            "CREATE TABLE w.hindsight.erased (seq BIGINT, table_id INTEGER, versions BIGINT)",
            """
            CREATE TABLE w.hindsight.erased_sum (
              seq BIGINT, table_id INTEGER, branch INTEGER, of_seq BIGINT, added BIGINT, retracted BIGINT, "rows" BIGINT,
              digest_high BIGINT, digest_low BIGINT)""",
            "CREATE TABLE w.hindsight.tag (name VARCHAR, seq BIGINT, made_at TIMESTAMP)");

    private final Session session;
    private final List<Step> steps;

    WarehouseFormat(Session session) {
        this(session, STEPS);
    }

    /** @param steps that this version knows */
    WarehouseFormat(Session session, List<Step> steps) {
        this.session = session;
        this.steps = List.copyOf(steps);
    }

    /** Makes of a warehouse of one layout, attached as {@code w}, one of the next, inside a transaction. */
    @FunctionalInterface
    interface Step {
        void migrate(Session session);
    }

    /** Makes the metadata tables in a file that is empty. */
    void make() {
        session.execute("BEGIN");
        TABLES.forEach(session::execute);
        session.execute("INSERT INTO w.hindsight.format VALUES (" + VERSION + ", 'hindsight', now()::TIMESTAMP)");
        session.execute("INSERT INTO w.hindsight.branch VALUES (0, 'main', NULL, NULL, now()::TIMESTAMP, false)");
        session.execute("COMMIT");
    }

    /** Refuses a database that is none of ours, and a warehouse of another layout. */
    void check() {
        int version = version();
        if (version < newest()) {
            throw new InvalidException(Problem.error(
                    "warehouse-older",
                    "Cannot use the warehouse: its format is " + version + ", this version works with " + newest(),
                    "Run hindsight upgrade: it migrates the warehouse, and keeps a copy of it as it was"));
        }
    }

    /** The newest layout, which this version works with. */
    int newest() {
        return 1 + steps.size();
    }

    /**
     * The layout of the attached warehouse.
     *
     * @throws InvalidException when something else made the database, or a newer version
     */
    int version() {
        if (!session.binds("SELECT version FROM w.hindsight.format")) {
            throw new InvalidException(Problem.error(
                    "not-a-warehouse",
                    "Cannot use the database as a warehouse: something else made it",
                    "Move it away, or name another folder with --warehouse"));
        }
        List<Integer> versions = session.list("SELECT version FROM w.hindsight.format", row -> row.getInt(1));
        if (versions.size() != 1 || versions.get(0) < 1) {
            throw new InvalidException(Problem.error(
                    "warehouse-damaged",
                    "Cannot read the warehouse: it does not say which format it has",
                    "Put back a copy of the warehouse folder"));
        }
        if (versions.get(0) > newest()) {
            throw new InvalidException(Problem.error(
                    "warehouse-newer",
                    "Cannot read the warehouse: its format is " + versions.get(0)
                            + ", this version knows formats up to " + newest(),
                    "Use the version of Hindsight that wrote it, or a newer one"));
        }
        return versions.get(0);
    }

    /** Makes the attached warehouse one of the newest layout: in one transaction, so that it is of one layout or the other. */
    void migrate() {
        int version = version();
        session.execute("BEGIN");
        try {
            steps.subList(version - 1, steps.size()).forEach(step -> step.migrate(session));
            session.execute("UPDATE w.hindsight.format SET version = " + newest());
            session.execute("COMMIT");
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    private void rollback(RuntimeException cause) {
        try {
            session.execute("ROLLBACK");
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
