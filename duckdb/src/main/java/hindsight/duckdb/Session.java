package hindsight.duckdb;

import hindsight.history.Rows;
import hindsight.problem.CancelledException;
import hindsight.problem.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its scratch names and its counters. An error closes a JDBC statement of DuckDB, so every call makes
 * its own.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong dataStatements = new AtomicLong();
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;
    private @Nullable String version;

    Session(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** The engine's, such as {@code v2.0.0}. */
    String version() {
        String known = version;
        if (known == null) {
            known = one("SELECT library_version FROM pragma_version()", row -> row.getString(1));
            version = known;
        }
        return known;
    }

    /** A name that this session has not given before, such as {@code d12}. */
    String freshName(String prefix) {
        return prefix + names.incrementAndGet();
    }

    /** Runs a statement of our own that touches no rows of tables. */
    void execute(String sql) {
        run(sql);
    }

    /** Runs a statement that reads or writes rows of tables, and counts it. Gives the number of rows it changed. */
    long data(String sql) {
        countDataStatement();
        return run(sql);
    }

    /** Does all of it, or nothing where it fails. */
    <T> T inTransaction(Supplier<T> work) {
        execute("BEGIN");
        try {
            T result = work.get();
            execute("COMMIT");
            return result;
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    private void rollback(RuntimeException cause) {
        try {
            execute("ROLLBACK");
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Runs SQL that contains a user's text; what goes wrong there is told as theirs. */
    long userStatement(String sql, String what) {
        return run(sql, e -> EngineFailures.fromUserSql(e, what));
    }

    /**
     * Rows of a query with a user's text, streamed. They come over a connection of their own, because one that streams does nothing
     * else until its rows are closed.
     */
    Rows rows(String sql, String what) {
        LOG.debug("{}", sql);
        countDataStatement();
        Connection own = another();
        try {
            ResultColumns columns = columns(own, sql);
            Statement statement = own.createStatement();
            running = statement;
            return new DuckRows(own, statement.executeQuery(columns.readable(sql)), columns.schema());
        } catch (SQLException e) {
            SQLException real = reason(own, sql, e);
            DuckRows.close(own);
            throw EngineFailures.fromUserSql(real, what);
        }
    }

    private static ResultColumns columns(Connection own, String sql) throws SQLException {
        try (PreparedStatement prepared = own.prepareStatement(sql)) {
            return ResultColumns.of(prepared.getMetaData());
        }
    }

    /** A statement that streams fails without saying why; run once more without, it says. */
    private SQLException reason(Connection own, String sql, SQLException e) {
        throwIfCancelled();
        try (Statement again = own.createStatement()) {
            again.execute("SET SESSION jdbc_stream_results = false");
            again.execute(sql);
            return e;
        } catch (SQLException real) {
            return real;
        }
    }

    private Connection another() {
        try {
            Connection own = connection.unwrap(DuckDBConnection.class).duplicate();
            try (Statement statement = own.createStatement()) {
                statement.execute("SET SESSION jdbc_stream_results = true");
            }
            return own;
        } catch (SQLException e) {
            throw EngineFailures.from(e, "opening another connection");
        }
    }

    long dataStatements() {
        return dataStatements.get();
    }

    /** Work begins here, so a cancellation that found nothing running takes effect here; cleaning up is not work. */
    void countDataStatement() {
        throwIfCancelled();
        dataStatements.incrementAndGet();
    }

    /** @throws CancelledException once {@link #cancel} was called */
    void throwIfCancelled() {
        if (cancelled) {
            throw CancelledException.interrupted();
        }
    }

    /** All rows of a small query over metadata. */
    <T> List<T> list(String sql, RowReader<T> reader) {
        try {
            return collect(sql, reader);
        } catch (SQLException e) {
            throw EngineFailures.from(e, sql);
        }
    }

    /** Whether every name in a query is known; asking the engine's catalog tables takes ten times as long. */
    boolean binds(String sql) {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            return prepared.getMetaData() != null;
        } catch (SQLException e) {
            if (EngineFailures.firstLine(e).startsWith("Catalog Error")) {
                return false;
            }
            throw EngineFailures.from(e, sql);
        }
    }

    /** Runs a statement over rows of files; the caller explains why it fails. Gives the number of rows it changed. */
    long attempt(String sql) throws SQLException {
        countDataStatement();
        return carryOut(sql);
    }

    /** All rows of a query over files; the caller explains why it fails. */
    <T> List<T> attempt(String sql, RowReader<T> reader) throws SQLException {
        countDataStatement();
        return collect(sql, reader);
    }

    /** The only row of a query. */
    <T> T one(String sql, RowReader<T> reader) {
        return list(sql, reader).get(0);
    }

    /** The only row of a query that contains a user's text. */
    <T> T userOne(String sql, RowReader<T> reader) {
        try {
            return collect(sql, reader).get(0);
        } catch (SQLException e) {
            throw EngineFailures.fromUserSql(e, "run the query");
        }
    }

    /** A statement that {@link #cancel} reaches; the caller closes it. */
    Statement open() throws SQLException {
        Statement statement = connection.createStatement();
        running = statement;
        return statement;
    }

    /** Interrupts what is running and all work to come; called from another thread. */
    void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debug("nothing to cancel", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing the connection", e);
        }
    }

    private long run(String sql) {
        return run(sql, e -> EngineFailures.from(e, sql));
    }

    private long run(String sql, Function<SQLException, Failure> translation) {
        try {
            return carryOut(sql);
        } catch (SQLException e) {
            throw translation.apply(e);
        }
    }

    private long carryOut(String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = open()) {
            return statement.execute(sql) ? 0 : statement.getLargeUpdateCount();
        } finally {
            running = null;
            logged(start, sql);
        }
    }

    private <T> List<T> collect(String sql, RowReader<T> reader) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = open();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } finally {
            running = null;
            logged(start, sql);
        }
    }

    private static void logged(long start, String sql) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} µs: {}", (System.nanoTime() - start) / 1_000, sql);
        }
    }

    /** Turns the current row of a result into a value. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
