package hindsight.duckdb;

import hindsight.history.Rows;
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

    Session(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
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
            Statement statement = own.createStatement();
            running = statement;
            return new DuckRows(own, statement.executeQuery(sql));
        } catch (SQLException e) {
            DuckRows.close(own);
            throw EngineFailures.fromUserSql(e, what);
        }
    }

    private Connection another() {
        try {
            return connection.unwrap(DuckDBConnection.class).duplicate();
        } catch (SQLException e) {
            throw EngineFailures.from(e, "opening another connection");
        }
    }

    long dataStatements() {
        return dataStatements.get();
    }

    /** Work begins here, so a cancellation that found nothing running takes effect here; cleaning up is not work. */
    void countDataStatement() {
        if (cancelled) {
            throw EngineFailures.cancelled();
        }
        dataStatements.incrementAndGet();
    }

    /** All rows of a small query over metadata. */
    <T> List<T> list(String sql, RowReader<T> reader) {
        long start = System.nanoTime();
        try (Statement statement = open();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } catch (SQLException e) {
            throw EngineFailures.from(e, sql);
        } finally {
            running = null;
            logged(start, sql);
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

    /** Runs a statement over rows of files whose failure the caller explains. Gives the number of rows it changed. */
    long attempt(String sql) throws SQLException {
        LOG.debug("{}", sql);
        dataStatements.incrementAndGet();
        try (Statement statement = open()) {
            return statement.execute(sql) ? 0 : statement.getLargeUpdateCount();
        } finally {
            running = null;
        }
    }

    /** All rows of a query over files whose failure the caller explains. */
    <T> List<T> attempt(String sql, RowReader<T> reader) throws SQLException {
        LOG.debug("{}", sql);
        dataStatements.incrementAndGet();
        try (Statement statement = open();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } finally {
            running = null;
        }
    }

    /** The only row of a query. */
    <T> T one(String sql, RowReader<T> reader) {
        return list(sql, reader).get(0);
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
        long start = System.nanoTime();
        try (Statement statement = open()) {
            return statement.execute(sql) ? 0 : statement.getLargeUpdateCount();
        } catch (SQLException e) {
            throw translation.apply(e);
        } finally {
            running = null;
            logged(start, sql);
        }
    }

    private static void logged(long start, String sql) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} ms: {}", (System.nanoTime() - start) / 1_000_000, sql);
        }
    }

    /** Turns the current row of a result into a value. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
