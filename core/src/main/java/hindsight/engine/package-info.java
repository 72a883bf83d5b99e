/**
 * Ports of an engine: what parses, binds, stages, evaluates and stores. Entry type: {@link hindsight.engine.Engine}. Uses everything up to delta.
 */
@NullMarked
package hindsight.engine;

import org.jspecify.annotations.NullMarked;
