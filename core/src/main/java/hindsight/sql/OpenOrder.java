package hindsight.sql;

/**
 * A place where the order in which rows come decides what a text gives, as far as the text alone can tell.
 *
 * @param what a clause or function, such as {@code LIMIT}
 * @param offset in characters of the SQL text
 * @param length in characters
 */
public record OpenOrder(String what, int offset, int length) {}
