/**
 * What is known of a SQL text before and after binding, and the ports that find it out. Entry types: {@link hindsight.sql.Parser}, {@link hindsight.sql.Binder}. Uses problem, schema, project.
 */
@NullMarked
package hindsight.sql;

import org.jspecify.annotations.NullMarked;
