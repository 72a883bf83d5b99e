package hindsight.history;

/**
 * What is remembered of a state: a table behind a model, which has the groups of one of its aggregates, so that what changed can be added to
 * them. A cache: it can be dropped.
 *
 * @param number of the state among those of its model
 * @param form what identifies how it is made
 * @param kept whether it is there; else it would have so many groups that it does not pay
 * @param groups how many it has, or had when they were counted
 */
public record StateMemory(int number, String form, boolean kept, long groups) {}
