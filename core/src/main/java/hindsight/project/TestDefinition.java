package hindsight.project;

import hindsight.problem.Severity;

/**
 * A data test: a query that must return no rows.
 *
 * @param name the file's name without {@code .sql}
 * @param path relative to the project, with forward slashes
 */
public record TestDefinition(String name, String path, SqlText sql, Severity severity) {}
