/**
 * The command line: words to a use case of {@code hindsight.run}, its result to text or JSON. Entry type: {@link hindsight.cli.Hindsight}. Uses core, never an engine.
 */
@NullMarked
package hindsight.cli;

import org.jspecify.annotations.NullMarked;
