package hindsight.dbt;

import hindsight.json.JsonTree;
import java.util.Optional;

/**
 * What a project is made of.
 *
 * @param name of the new project
 * @param file the manifest's name, for messages
 * @param manifest its text
 * @param catalog types of columns as they are in dbt's warehouse, where known
 * @param lastRun how dbt was last called, where known
 * @param dbtFolder the way from the new project to the folder of dbt's, with forward slashes; empty where it is not known
 */
public record Given(
        String name,
        String file,
        String manifest,
        Optional<JsonTree> catalog,
        Optional<JsonTree> lastRun,
        Optional<String> dbtFolder) {}
