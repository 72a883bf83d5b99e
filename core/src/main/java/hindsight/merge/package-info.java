/**
 * Merging of primary facts three ways: what a base and another state differ in is carried over to ours, and where ours differs from both
 * it is a conflict. Undo, restore and merge are that. Entry types: {@link hindsight.merge.TimelineMerge}, {@link hindsight.merge.KeyedMerge}.
 * Uses history, schema, sql and time.
 */
@NullMarked
package hindsight.merge;

import org.jspecify.annotations.NullMarked;
