/**
 * Coded problems with a place in a text, and the sealed family of failures. Entry type: {@link hindsight.problem.Problem}. Uses nothing.
 */
@NullMarked
package hindsight.problem;

import org.jspecify.annotations.NullMarked;
