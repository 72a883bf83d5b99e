package hindsight.relation.canonical;

import hindsight.relation.BoundQuery;
import java.util.Set;

/** What became of a query that was to get its canonical form. */
public sealed interface Canonical {
    /**
     * It has one.
     *
     * @param differences in what its rows may be others than those that the text, run as it is written, happens to give
     */
    record Plan(BoundQuery query, Set<Difference> differences) implements Canonical {
        public Plan {
            differences = Set.copyOf(differences);
        }
    }

    /**
     * It has none, for the same rows can give different results, also when its text is run as it is written.
     *
     * @param reason what in it is open, such as {@code it samples rows by chance}
     * @param hint the way out
     */
    record Refused(String reason, String hint) implements Canonical {}
}
