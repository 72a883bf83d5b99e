/**
 * What can be known of a relation without running it: what identifies it ({@link hindsight.relation.analysis.PlanDigest}), where its
 * columns come from and which columns of its inputs matter ({@link hindsight.relation.analysis.Lineage}), and what tells its rows
 * apart ({@link hindsight.relation.analysis.Keys}). Pure. Uses relation, schema.
 */
@NullMarked
package hindsight.relation.analysis;

import org.jspecify.annotations.NullMarked;
