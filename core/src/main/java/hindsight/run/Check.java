package hindsight.run;

import hindsight.problem.Location;
import hindsight.problem.Severity;
import java.util.Map;
import java.util.Optional;

/**
 * A query over upcoming rows that must give none.
 *
 * @param code of the problem when it gives some
 * @param model whose declaration it is; empty for a test file
 * @param name for lists of tests, such as {@code not_null of daily.tax}
 * @param words how to speak of its failing
 * @param reads names of tables by the name under which the query sees them
 * @param hint what to do when it gives some
 */
record Check(
        String code,
        Optional<String> model,
        String name,
        Words words,
        Location place,
        Severity severity,
        String sql,
        Map<String, String> reads,
        String hint) {
    Check {
        reads = Map.copyOf(reads);
    }

    Check hinting(String other) {
        return new Check(code, model, name, words, place, severity, sql, reads, other);
    }

    /** What to do when a test fails that a user wrote. */
    static String mend(Severity severity) {
        return "Mend the rows, or the test"
                + (severity == Severity.ERROR ? "; one that says 'severity: warn' does not stop anything." : ".");
    }

    /**
     * Makes a clause such as "test x finds 3 rows".
     *
     * @param before the number
     * @param one what one row of the result is
     * @param many what several are
     */
    record Words(String before, String one, String many) {
        String clause(long rows) {
            return before + rows + " " + (rows == 1 ? one : many);
        }
    }
}
