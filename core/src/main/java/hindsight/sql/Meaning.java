package hindsight.sql;

import hindsight.relation.BoundQuery;
import hindsight.relation.rule.Normalizer;
import java.util.Optional;

/** What is known of what a query does. */
public sealed interface Meaning {
    /** With what is understood in its simpler form. */
    Meaning simplified();

    /** Everything, where it is known. */
    Optional<BoundQuery> understood();

    /** Everything. */
    record Understood(BoundQuery query) implements Meaning {
        @Override
        public Meaning simplified() {
            return new Understood(Normalizer.normalize(query));
        }

        @Override
        public Optional<BoundQuery> understood() {
            return Optional.of(query);
        }
    }

    /**
     * Nothing but its names and types: it can only be run as it is written.
     *
     * @param reason what of it is not understood, such as {@code it samples rows}
     */
    record Opaque(String reason) implements Meaning {
        @Override
        public Meaning simplified() {
            return this;
        }

        @Override
        public Optional<BoundQuery> understood() {
            return Optional.empty();
        }
    }
}
