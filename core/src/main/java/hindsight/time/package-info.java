/**
 * System time and effective time: positions, half-open ranges, timelines. Entry type: {@link hindsight.time.Timeline}. Uses problem.
 */
@NullMarked
package hindsight.time;

import org.jspecify.annotations.NullMarked;
