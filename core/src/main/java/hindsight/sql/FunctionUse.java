package hindsight.sql;

/**
 * A place where a query calls a function.
 *
 * @param name in lower case
 * @param table whether it stands where a table does
 * @param offset in characters of the SQL text
 * @param length in characters
 */
public record FunctionUse(String name, boolean table, int offset, int length) {}
