package hindsight.time;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment of effective time as users write it on the command line: {@code 2025-03-01} or {@code 2025-03-01 10:30}. */
public final class StatedMoment {
    private static final Pattern FORM =
            Pattern.compile("(?<date>\\d{4}-\\d{2}-\\d{2})(?:[ T](?<time>\\d{2}:\\d{2}(?::\\d{2})?))?");

    private StatedMoment() {}

    /**
     * The moment, to the second; a date is its first one.
     *
     * @throws UsageException when it is not of that form, or no such moment
     */
    public static LocalDateTime of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            String time = form.group("time");
            try {
                return LocalDateTime.of(
                        LocalDate.parse(form.group("date")), time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time));
            } catch (DateTimeException impossible) {
                throw none(text);
            }
        }
        throw none(text);
    }

    /** The moment in the form in which it is read. */
    public static String text(LocalDateTime moment) {
        return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? moment.toLocalDate().toString()
                : moment.toString().replace('T', ' ');
    }

    private static UsageException none(String text) {
        return new UsageException(Problem.error(
                "bad-moment",
                "Cannot read '" + text + "' as a moment of effective time",
                "Write a date as 2025-03-05, or a moment as '2025-03-05 10:30'; there is no zone in it."));
    }
}
