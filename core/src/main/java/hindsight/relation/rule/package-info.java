/**
 * Rules that give a relation a simpler form with the same rows. Entry type: {@link hindsight.relation.rule.Normalizer}. Uses schema,
 * relation, its analyses.
 */
@NullMarked
package hindsight.relation.rule;

import org.jspecify.annotations.NullMarked;
