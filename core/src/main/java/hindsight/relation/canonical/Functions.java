package hindsight.relation.canonical;

/** Port: what an engine's functions depend on besides their arguments. */
public interface Functions {
    /**
     * Whether a scalar function gives the same for the same arguments at one moment of the clock, whatever else there is.
     *
     * @param function in lower case
     */
    boolean isSteady(String function, int arguments);

    /**
     * What the order of rows does to an aggregate or window function; {@link OrderUse#OPEN} for one that is not known.
     *
     * @param function in lower case
     */
    OrderUse order(String function);
}
