/**
 * The DuckDB engine: parser, binder, stage and store over one connection. Entry type:
 * {@link hindsight.duckdb.DuckEngineProvider}. The only module that knows JDBC.
 */
@NullMarked
package hindsight.duckdb;

import org.jspecify.annotations.NullMarked;
