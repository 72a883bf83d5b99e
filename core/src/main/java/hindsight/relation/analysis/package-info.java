/**
 * What can be known of a relation without running it: what identifies it ({@link hindsight.relation.analysis.PlanDigest}). Pure.
 */
@NullMarked
package hindsight.relation.analysis;

import org.jspecify.annotations.NullMarked;
