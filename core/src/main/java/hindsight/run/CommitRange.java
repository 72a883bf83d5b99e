package hindsight.run;

import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import hindsight.time.Span;

/**
 * The commits {@code after < seq <= upTo}.
 *
 * @param after 0: from the first commit on
 * @param upTo a commit
 */
public record CommitRange(long after, long upTo) {
    /**
     * Finds the commits that a span means.
     *
     * @throws UsageException when its end lies before its beginning
     */
    static CommitRange of(Span span, Store store) {
        if (span instanceof Span.Single single) {
            return single(store, single.commit());
        }
        Span.Between between = (Span.Between) span;
        long after = store.resolve(between.after());
        long upTo = store.resolve(between.upTo());
        if (after > upTo) {
            throw new UsageException(Problem.error(
                    "bad-span",
                    "Cannot look at " + after + ".." + upTo + ": #" + after + " comes after #" + upTo,
                    "Write " + upTo + ".." + after + "."));
        }
        return new CommitRange(after, upTo);
    }

    private static CommitRange single(Store store, Position position) {
        long seq = store.resolve(position);
        return store.commit(seq)
                .map(commit -> new CommitRange(commit.parent().orElse(0), seq))
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "no-commit",
                        "Cannot look at a commit: there is none at that position or before",
                        "hindsight log lists the commits.")));
    }

    @Override
    public String toString() {
        return after + ".." + upTo;
    }
}
