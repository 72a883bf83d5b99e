package hindsight.sql;

import hindsight.project.SqlText;

/** Port: finds what a SQL text refers to. Needs no warehouse. */
public interface Parser {
    /**
     * Parses exactly one SELECT.
     *
     * @throws hindsight.problem.InvalidException naming the place: syntax error, several statements, not a SELECT
     */
    ParsedQuery parse(SqlText sql);
}
