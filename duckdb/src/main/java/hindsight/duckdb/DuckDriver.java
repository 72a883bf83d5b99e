package hindsight.duckdb;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * Opens DuckDB without the driver manager and without the flight recorder: the driver announces its events to it at the first
 * connection, which nobody here records, and which takes a fifth of a short command.
 */
final class DuckDriver {
    private static final String URL = "jdbc:duckdb:";

    private DuckDriver() {}

    /** A new database in memory. */
    static Connection connect() throws SQLException {
        leaveFlightRecorderOut();
        return new DuckDBDriver().connect(URL, new Properties());
    }

    /** Tells the driver that it was announced already; where it does not listen, connecting just takes longer. */
    private static void leaveFlightRecorderOut() {
        try {
            Field announced = Class.forName("org.duckdb.DuckDBMemoryMonitor").getDeclaredField("initialized");
            announced.setAccessible(true);
            announced.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException anotherDriver) {
            return;
        }
    }
}
