/**
 * Turns a compiled dbt project into a project of ours: values in, texts of files out. Entry type:
 * {@link hindsight.dbt.Conversion}. Uses {@code problem}, {@code json}, {@code schema}, {@code project} and {@code sql}.
 */
@NullMarked
package hindsight.dbt;

import org.jspecify.annotations.NullMarked;
