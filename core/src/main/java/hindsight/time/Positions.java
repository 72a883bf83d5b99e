package hindsight.time;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads positions as users write them: {@code head}, a seq, a moment or a tag. The first character decides: tags begin with a
 * letter, seqs and moments with a digit. A moment without an offset is in the project's zone; a date alone is its first instant, so
 * {@code 2025-03-05} is what was known when that day began.
 *
 * @param zone in which moments without an offset are read
 */
public record Positions(ZoneId zone) {
    private static final String HEAD = "head";
    private static final String GAP = "..";
    private static final int LONGEST_TAG = 100;
    private static final Pattern SEQ = Pattern.compile("\\d{1,18}");
    private static final Pattern TAG = Pattern.compile("\\p{L}[\\p{L}\\p{N}_.-]*");
    private static final Pattern MOMENT = Pattern.compile("(?<date>\\d{4}-\\d{2}-\\d{2})"
            + "(?:[T ](?<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)\\s?(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final String FORMS =
            "Write a seq such as 12, a tag, a moment such as 2025-03-05 or '2025-03-05 10:00', or head.";

    /**
     * Reads one position.
     *
     * @throws UsageException when it is none of the forms
     */
    public Position position(String text) {
        String word = text.strip();
        if (word.equalsIgnoreCase(HEAD)) {
            return new Position.Head();
        }
        if (SEQ.matcher(word).matches()) {
            return new Position.Version(Long.parseLong(word));
        }
        Matcher moment = MOMENT.matcher(word);
        if (moment.matches()) {
            return new Position.Moment(instant(moment).orElseThrow(() -> unreadable(text, "there is no such moment")));
        }
        if (isTag(word)) {
            return new Position.Tag(word);
        }
        throw unreadable(text, word.isEmpty() ? "it is empty" : "it is neither a seq nor a moment nor a tag");
    }

    /**
     * Reads {@code A..B}, {@code A..} up to head, {@code ..B} from the beginning, or a position alone: what that commit did.
     *
     * @throws UsageException when a part is none of the forms
     */
    public Span span(String text) {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            return new Span.Single(position(text));
        }
        String from = text.substring(0, gap).strip();
        String to = text.substring(gap + GAP.length()).strip();
        return new Span.Between(
                from.isEmpty() ? new Position.Version(0) : position(from),
                to.isEmpty() ? new Position.Head() : position(to));
    }

    /**
     * A name as a tag may have it.
     *
     * @throws UsageException when it could be taken for another position
     */
    public static String tag(String name) {
        if (!isTag(name)) {
            String reason = name.equalsIgnoreCase(HEAD)
                    ? "that is the name of the newest commit"
                    : "a tag begins with a letter and goes on with letters, digits, '_', '-' and single dots, at most "
                            + LONGEST_TAG + " in all";
            throw new UsageException(
                    Problem.error("bad-tag", "Cannot name a commit '" + name + "': " + reason, "Choose another name."));
        }
        return name;
    }

    private static boolean isTag(String word) {
        return TAG.matcher(word).matches()
                && !word.contains(GAP)
                && !word.endsWith(".")
                && word.length() <= LONGEST_TAG
                && !word.toLowerCase(Locale.ROOT).equals(HEAD);
    }

    private Optional<Instant> instant(Matcher moment) {
        try {
            String time = moment.group("time");
            LocalDateTime local = LocalDateTime.of(
                    LocalDate.parse(moment.group("date")), time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time));
            String offset = moment.group("offset");
            return Optional.of(
                    local.atZone(offset == null ? zone : ZoneOffset.of(offset)).toInstant());
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static UsageException unreadable(String text, String reason) {
        return new UsageException(
                Problem.error("bad-position", "Cannot read the position '" + text + "': " + reason, FORMS));
    }
}
