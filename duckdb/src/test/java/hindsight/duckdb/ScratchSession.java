package hindsight.duckdb;

import java.sql.DriverManager;
import java.sql.SQLException;

/** An empty engine in memory. */
final class ScratchSession {
    private ScratchSession() {}

    static Session open() {
        try {
            return new Session(DriverManager.getConnection("jdbc:duckdb:"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
