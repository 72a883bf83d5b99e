/**
 * Which rows of its inputs a row of a query is made of, and where rows are lost: keyed recomputation run backwards. Derives queries over the
 * rows that are asked about. Entry types: {@link hindsight.why.Contributions}, {@link hindsight.why.Loss}. Uses delta.
 */
@NullMarked
package hindsight.why;

import org.jspecify.annotations.NullMarked;
