package hindsight.history;

import java.time.Instant;
import java.util.Optional;

/**
 * A branch as it stands.
 *
 * @param head the last commit that it sees; 0 before the first
 * @param fork where it comes from; empty for main
 */
public record Branch(String name, long head, Optional<Fork> fork) {
    /**
     * Where a branch comes from, and how far the two went since.
     *
     * @param parent the branch that it was forked from
     * @param seq the last commit that both see
     * @param madeAt when it was forked
     * @param ahead number of its own commits
     * @param behind number of commits that its parent sees since
     */
    public record Fork(String parent, long seq, Instant madeAt, long ahead, long behind) {}
}
