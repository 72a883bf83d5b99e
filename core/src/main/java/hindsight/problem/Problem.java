package hindsight.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, said so that the user can mend it: what, with the value; where; and the way out.
 *
 * @param code stable kebab-case name, such as {@code unknown-column}
 * @param severity whether it stops the command
 * @param location where, or null when no text is at fault
 * @param message "Cannot verb thing: reason with values", one sentence without a final full stop
 * @param hint what to do; empty when the message says it already
 */
public record Problem(
        String code, Severity severity, @Nullable Location location, String message, String hint) {
    /** An error without a place. */
    public static Problem error(String code, String message, String hint) {
        return new Problem(code, Severity.ERROR, null, message, hint);
    }

    /** An error at a place. */
    public static Problem error(String code, Location location, String message, String hint) {
        return new Problem(code, Severity.ERROR, location, message, hint);
    }

    /** A warning without a place. */
    public static Problem warning(String code, String message, String hint) {
        return new Problem(code, Severity.WARNING, null, message, hint);
    }

    /** Where it is, when it has a place. */
    public Optional<Location> place() {
        return Optional.ofNullable(location);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * The text a person reads: place, message, source line with caret, hint. Several lines, none of them ending in blanks; all but the
     * first are indented, whatever the texts of others in them hold.
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        if (location != null) {
            text.append(OneLine.of(location.toString())).append(": ");
        }
        text.append(OneLine.of(message));
        if (location != null && location.column() > 0 && !location.excerpt().isEmpty()) {
            text.append(new Excerpt(location).render());
        }
        if (!hint.isEmpty()) {
            hint.lines().forEach(line -> text.append("\n  ").append(OneLine.of(line)));
        }
        return text.toString();
    }
}
