package hindsight.relation;

/** How two values are compared. */
public enum Comparator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    DISTINCT("IS DISTINCT FROM"),
    NOT_DISTINCT("IS NOT DISTINCT FROM");

    private final String symbol;

    Comparator(String symbol) {
        this.symbol = symbol;
    }

    /** As SQL writes it. */
    public String symbol() {
        return symbol;
    }

    /** Whether the result is true or false also where a side is NULL. */
    public boolean isNullSafe() {
        return this == DISTINCT || this == NOT_DISTINCT;
    }

    /** The comparison that holds of (b, a) when this one holds of (a, b). */
    public Comparator mirrored() {
        return switch (this) {
            case EQUAL, NOT_EQUAL, DISTINCT, NOT_DISTINCT -> this;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }
}
