package hindsight.plan;

import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Difference;
import hindsight.relation.canonical.Precision;
import hindsight.schema.Schema;
import java.util.Set;

/** The SQL by which a model is computed. */
public sealed interface Rendering {
    /**
     * Names of the columns that are inexact in what is computed so: where nothing is known, the floating-point ones.
     *
     * @param schema of all columns
     */
    default Set<String> inexact(Schema schema) {
        return Definitions.floating(schema);
    }

    /**
     * Its canonical form.
     *
     * @param query over the tables that the text names
     * @param differences in what its rows may be others than those of the text
     * @param precision what of its rows may differ between two computations
     */
    record Canonical(BoundQuery query, String sql, Set<Difference> differences, Precision precision)
            implements Rendering {
        public Canonical {
            differences = Set.copyOf(differences);
        }

        @Override
        public Set<String> inexact(Schema schema) {
            if (precision.columns().size() != schema.columns().size()) {
                return Definitions.floating(schema);
            }
            return Set.copyOf(precision.reasons(schema.names()).keySet());
        }
    }

    /** The text as it is written, because it is opaque. */
    record AsWritten(String reason) implements Rendering {}

    /** None: the same rows could give different results. */
    record Refused(String reason, String hint) implements Rendering {}
}
