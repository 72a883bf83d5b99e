package hindsight.sql;

import hindsight.relation.BoundQuery;

/** What is known of what a query does. */
public sealed interface Meaning {
    /** Everything. */
    record Understood(BoundQuery query) implements Meaning {}

    /**
     * Nothing but its names and types: it can only be run as it is written.
     *
     * @param reason what of it is not understood, such as {@code it samples rows}
     */
    record Opaque(String reason) implements Meaning {}
}
