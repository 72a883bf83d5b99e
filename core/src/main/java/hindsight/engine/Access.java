package hindsight.engine;

/** How a command holds the warehouse. */
public enum Access {
    /** With other readers, without writers. */
    READ,
    /** Alone. */
    WRITE
}
