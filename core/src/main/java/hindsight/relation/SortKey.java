package hindsight.relation;

/**
 * One key of an order.
 *
 * @param value over the row that is sorted
 */
public record SortKey(Expression value, boolean descending, boolean nullsFirst) {}
