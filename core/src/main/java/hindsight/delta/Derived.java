package hindsight.delta;

import hindsight.relation.BoundQuery;

/** What became of a query whose change was to be derived. */
public sealed interface Derived {
    /** @param query has the columns of the query, and {@link Side#WEIGHT} */
    record Change(BoundQuery query) implements Derived {}

    /** It reads none of the inputs that changed. */
    record Nothing() implements Derived {}

    /** @param reason why there is none that would be worth its cost */
    record Refused(String reason) implements Derived {}
}
