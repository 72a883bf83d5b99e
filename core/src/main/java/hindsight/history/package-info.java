/**
 * Commits, tables, logic and states as they are remembered, and the ports for reading and writing them. Entry type: {@link hindsight.history.Store}. Uses everything up to graph.
 */
@NullMarked
package hindsight.history;

import org.jspecify.annotations.NullMarked;
