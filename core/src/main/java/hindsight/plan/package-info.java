/**
 * Graph against what is remembered: what changes and why. Pure. Entry type: {@link hindsight.plan.Planner}. Uses everything up to history.
 */
@NullMarked
package hindsight.plan;

import org.jspecify.annotations.NullMarked;
