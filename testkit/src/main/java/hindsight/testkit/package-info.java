/**
 * What tests of several modules share: scripts of commands with what they print; seeds, random loads and the dense replay that answers are
 * compared with. Uses core.
 */
@NullMarked
package hindsight.testkit;

import org.jspecify.annotations.NullMarked;
