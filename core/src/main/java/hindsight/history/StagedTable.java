package hindsight.history;

import hindsight.schema.Schema;

/**
 * Rows that an engine holds in its scratch space, outside the warehouse, until the engine is closed.
 *
 * @param handle known to the engine only
 * @param schema names and types
 * @param rows how many
 */
public record StagedTable(String handle, Schema schema, long rows) {}
