/**
 * Measures what the documentation claims, as ratios within one run where machines are noisy. Entry type: {@link hindsight.bench.Bench}.
 */
@NullMarked
package hindsight.bench;

import org.jspecify.annotations.NullMarked;
