/**
 * Models in the order in which they build on each other. Entry type: {@link hindsight.graph.Graph}. Uses everything up to sql.
 */
@NullMarked
package hindsight.graph;

import org.jspecify.annotations.NullMarked;
