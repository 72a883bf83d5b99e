/**
 * Project files to values; the only reader of project files. Entry type: {@link hindsight.project.ProjectReader}. Uses problem, time, schema.
 */
@NullMarked
package hindsight.project;

import org.jspecify.annotations.NullMarked;
