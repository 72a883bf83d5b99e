package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.Store;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the newest history is kept. */
public sealed interface Keep {
    Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5}) ?(d|days?|commits?)");

    /** What those days ask for who look back from now on. */
    record Days(int days) implements Keep {
        @Override
        public long from(Store store, Instant now) {
            return store.resolve(new Position.Moment(now.minus(Duration.ofDays(days))));
        }
    }

    /** The states of the newest commits, and what changed between them. */
    record Commits(int commits) implements Keep {
        @Override
        public long from(Store store, Instant now) {
            List<Commit> kept = store.log(commits);
            return kept.size() < commits ? 0 : kept.get(commits - 1).seq();
        }
    }

    /** The first commit whose state is kept; 0 where nothing came before that. */
    long from(Store store, Instant now);

    /**
     * Reads {@code 90d} or {@code 100 commits}.
     *
     * @throws UsageException when it is neither
     */
    static Keep parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot read --keep " + text + ": it is neither a number of days nor of commits, from 1 to 999999",
                    "Write it as 90d or '100 commits'."));
        }
        int number = Integer.parseInt(matcher.group(1));
        return matcher.group(2).startsWith("d") ? new Days(number) : new Commits(number);
    }
}
