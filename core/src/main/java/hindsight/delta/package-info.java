/**
 * How the rows of a query change when rows of its inputs do: derives, from what a query means, queries over the old rows, the new
 * rows and the diffs of its inputs. One rule per class. Entry type: {@link hindsight.delta.Derivation}. Uses relation and schema.
 */
@NullMarked
package hindsight.delta;

import org.jspecify.annotations.NullMarked;
