package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list is wanted. In words a page of it is given unless said otherwise, as data all of it. */
final class LimitOption {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most. Default: a page of text, everything with --json.")
    private @Nullable Integer limit;

    /**
     * What the user said.
     *
     * @throws UsageException when it is less than none
     */
    OptionalInt given() {
        if (limit == null) {
            return OptionalInt.empty();
        }
        if (limit < 0) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot give " + limit + " of a list: that is less than none", "Use 0 or more."));
        }
        return OptionalInt.of(limit);
    }

    /** @param page how many make a page of text */
    int orPage(Session session, int page) {
        return given().orElse(session.wantsJson() ? Integer.MAX_VALUE : page);
    }
}
