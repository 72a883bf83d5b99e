/**
 * Relations as SQL text of an engine's dialect: flat common table expressions, one SELECT for each block. Entry type: {@link
 * hindsight.sql.writer.QueryWriter}. Uses schema, relation, sql.
 */
@NullMarked
package hindsight.sql.writer;

import org.jspecify.annotations.NullMarked;
