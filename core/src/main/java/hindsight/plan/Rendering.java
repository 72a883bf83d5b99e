package hindsight.plan;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Difference;
import hindsight.relation.canonical.Precision;
import hindsight.schema.Schema;
import java.util.Optional;
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
    record Canonical(BoundQuery query, Set<Difference> differences, Precision precision) implements Rendering {
        public Canonical {
            differences = Set.copyOf(differences);
        }

        /** What becomes of it where its text must run as it is written. */
        public Rendering opaque(String reason) {
            return differences.contains(Difference.TIES)
                    ? Refused.opaque("rows that tie", reason, Optional.empty())
                    : new AsWritten(reason);
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

    /**
     * None: the same rows could give different results.
     *
     * @param place where that stands, if it is known
     */
    record Refused(String reason, String hint, Optional<Location> place) implements Rendering {
        static Refused opaque(String what, String opaque, Optional<Location> place) {
            return new Refused(
                    "its result depends on the order of " + what + ", and none can be added to a text that is opaque ("
                            + opaque + ")",
                    "Move that part into a model of its own, over one that holds the rest: there, an order is added.",
                    place);
        }

        /** With a place, where none is known. */
        Refused at(Location other) {
            return place.isPresent() ? this : new Refused(reason, hint, Optional.of(other));
        }

        /** What to tell of the model. */
        public Problem problem(String model) {
            String message = "Cannot apply model " + model + ": " + reason;
            return place.map(found -> Problem.error("not-deterministic", found, message, hint))
                    .orElseGet(() -> Problem.error("not-deterministic", message, hint));
        }
    }
}
