package hindsight.relation.canonical;

/** What the order in which rows come does to the result of an aggregate or window function. */
public enum OrderUse {
    /** Nothing: the same rows give the same result. */
    NOTHING,
    /** Over floating values it decides the last digits, as in a sum; over others nothing. */
    FLOATS,
    /** It decides the last digits, whatever the function is over. */
    DIGITS,
    /** It decides which one of the values that are there is given, and any is right. */
    ANY,
    /** It decides the result, and an ORDER BY in the call decides the order. */
    RESULT,
    /** It, or something else that is not known, decides the result, whatever the query says. */
    OPEN
}
