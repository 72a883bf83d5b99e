package hindsight.project;

import hindsight.problem.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A comment that begins a section of a model: {@code -- since: 2025-03-01} or {@code -- since: 2025-02-01 until: 2025-02-10}. */
public final class SectionMarker {
    private static final String DATE_LIKE = "['\"(]?[0-9]{1,4}[-./][0-9]{1,2}([-./][0-9]{1,4})?['\")]?";
    private static final Pattern MARKER = Pattern.compile("--\\s*since:\\s*(\\S+)(?:\\s+until:\\s*(\\S+))?\\s*");
    private static final Pattern CONTENT = Pattern.compile("(?:--[-\\s]*|/\\*[*\\s]*)(.*?)\\s*(?:\\*+/)?");
    private static final Pattern WITH_COLON = Pattern.compile("(\\p{L}+)\\s*[:=](.*)");
    private static final Pattern WITHOUT_COLON =
            Pattern.compile("(\\p{L}+)\\s+" + DATE_LIKE + "(\\s+\\p{L}+\\s*[:=]?\\s*" + DATE_LIKE + ")?");

    private SectionMarker() {}

    /** Whether a comment in a model's file would be read as a marker, or rejected for being nearly one. */
    public static boolean isMeant(String comment) {
        String stripped = comment.stripTrailing();
        return matcher(stripped).matches() || isNearly(stripped);
    }

    /** Matches a whole comment that is a marker; group 1 is since, group 2 until or null. */
    static Matcher matcher(String comment) {
        return MARKER.matcher(comment);
    }

    /** Whether a comment that is no marker was most likely meant as one. */
    static boolean isNearly(String comment) {
        Matcher content = CONTENT.matcher(comment);
        String words = content.matches() ? content.group(1) : "";
        Matcher colon = WITH_COLON.matcher(words);
        if (colon.matches()) {
            String rest = colon.group(2).strip();
            boolean dated = !rest.isEmpty() && Character.isDigit(rest.charAt(0));
            return colon.group(1).equalsIgnoreCase("since") || (dated && isNear(colon.group(1)));
        }
        Matcher bare = WITHOUT_COLON.matcher(words);
        return bare.matches() && isNear(bare.group(1));
    }

    private static boolean isNear(String word) {
        return Suggestion.nearest(word, List.of("since", "until")).isPresent();
    }
}
