package hindsight.duckdb;

import hindsight.problem.Problem;
import java.util.regex.Pattern;

/** Says why a query that binds fails over its rows. */
record QueryFault(String engineMessage) {
    private static final Pattern KIND = Pattern.compile("^[A-Z][A-Za-z ]* Error: ");
    private static final Pattern ADVICE = Pattern.compile("[.!]? (?:Use TRY\\(|Please |or SET ).*");

    /** @param what such as "run the query" */
    Problem problem(String what) {
        String reason = ADVICE.matcher(KIND.matcher(engineMessage).replaceFirst(""))
                .replaceFirst("")
                .replaceFirst("[.!]$", "");
        return Problem.error("sql-failed", "Cannot " + what + ": " + lowerCase(reason), hint());
    }

    private String hint() {
        if (engineMessage.startsWith("Conversion Error")) {
            return "Use TRY_CAST where such a value is to become NULL.";
        }
        if (engineMessage.contains("Division by zero")) {
            return "Divide by nullif(x, 0) where the result is to be NULL.";
        }
        return engineMessage.startsWith("Out of Range Error") ? "Cast to a wider type before the computation." : "";
    }

    private static String lowerCase(String reason) {
        boolean sentence = reason.length() > 1 && Character.isLowerCase(reason.charAt(1));
        return sentence ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1) : reason;
    }
}
