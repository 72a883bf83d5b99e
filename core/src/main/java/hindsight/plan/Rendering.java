package hindsight.plan;

import hindsight.relation.canonical.Difference;
import java.util.Set;

/** The SQL by which a model is computed. */
public sealed interface Rendering {
    /**
     * Its canonical form.
     *
     * @param differences in what its rows may be others than those of the text
     */
    record Canonical(String sql, Set<Difference> differences) implements Rendering {
        public Canonical {
            differences = Set.copyOf(differences);
        }
    }

    /** The text as it is written, because it is opaque. */
    record AsWritten(String reason) implements Rendering {}

    /** None: the same rows could give different results. */
    record Refused(String reason, String hint) implements Rendering {}
}
