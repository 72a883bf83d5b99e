/** JSON as a tree. Entry type: {@link hindsight.json.JsonTree}. Uses {@code problem}. */
@NullMarked
package hindsight.json;

import org.jspecify.annotations.NullMarked;
