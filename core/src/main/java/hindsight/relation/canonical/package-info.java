/**
 * The one form of a query from which all its SQL is written: nothing in it depends on the order in which rows come, and what can be
 * maintained is said in parts. Entry types: {@link hindsight.relation.canonical.Canonicalizer}, {@link
 * hindsight.relation.canonical.Exactness}. Uses schema, relation, its analyses.
 */
@NullMarked
package hindsight.relation.canonical;

import org.jspecify.annotations.NullMarked;
