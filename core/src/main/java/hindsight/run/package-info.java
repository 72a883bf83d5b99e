/**
 * The workspace: load, plan, apply, query and look back; the only package that does I/O or reads a clock. Entry type: {@link hindsight.run.Workspace}. Uses everything.
 */
@NullMarked
package hindsight.run;

import org.jspecify.annotations.NullMarked;
