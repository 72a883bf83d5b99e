package hindsight.duckdb;

import java.util.List;

/** Tables by chance, and queries over them. */
interface QuerySource {
    /** Statements that make the tables. */
    List<String> tables();

    String next();
}
