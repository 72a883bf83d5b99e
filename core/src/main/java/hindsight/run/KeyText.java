package hindsight.run;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.schema.Name;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the key of a row as users write it: {@code d=2025-03-05} or {@code a=1,b=2}. A name or a value with commas, blanks at its ends or
 * equals signs stands in double quotes, with quotes inside doubled.
 */
final class KeyText {
    private final String text;
    private final String form;
    private int at;

    private KeyText(String text, String form) {
        this.text = text;
        this.form = form;
    }

    /**
     * The values by column name as written, in order.
     *
     * @param form how keys of the table are written, for the message
     * @throws UsageException when it is not of that form
     */
    static Map<String, String> parse(String text, String form) {
        return new KeyText(text, form).pairs();
    }

    private Map<String, String> pairs() {
        Map<String, String> found = new LinkedHashMap<>();
        do {
            String name = part('=');
            if (name.isEmpty()) {
                throw unreadable("a column's name is missing before '='");
            }
            if (!taken('=')) {
                throw unreadable("there is no '=' after '" + name + "'");
            }
            if (found.keySet().stream().anyMatch(known -> Name.same(known, name))) {
                throw unreadable(name + " stands in it twice");
            }
            found.put(name, part(','));
        } while (taken(','));
        if (at < text.length()) {
            throw unreadable("after a closing quote a comma is expected, not '" + text.substring(at) + "'");
        }
        return found;
    }

    private String part(char end) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != end && text.charAt(at) != ',') {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else {
                skipBlanks();
                return value.toString();
            }
        }
        throw unreadable("a quote is not closed");
    }

    private boolean taken(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private UsageException unreadable(String reason) {
        return new UsageException(Problem.error(
                "bad-key",
                "Cannot read the key '" + text + "': " + reason,
                "Write " + form + "; a value with commas stands in double quotes."));
    }
}
