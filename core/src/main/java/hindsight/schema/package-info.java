/**
 * Names, types and columns of a table. Entry type: {@link hindsight.schema.Schema}. Uses problem.
 */
@NullMarked
package hindsight.schema;

import org.jspecify.annotations.NullMarked;
