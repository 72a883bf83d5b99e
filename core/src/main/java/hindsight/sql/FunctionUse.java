package hindsight.sql;

/**
 * A place where a query calls a function.
 *
 * @param name in lower case, without schema
 * @param kind what its result depends on
 * @param qualified whether a schema is named, so that the scope of the query cannot give it another meaning
 * @param table whether it stands where a table does
 * @param offset in characters of the SQL text
 * @param length in characters
 */
public record FunctionUse(String name, FunctionKind kind, boolean qualified, boolean table, int offset, int length) {}
