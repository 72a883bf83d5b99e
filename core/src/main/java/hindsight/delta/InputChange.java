package hindsight.delta;

/** How the two sides of an input with a diff can be read. */
public enum InputChange {
    /** Its head has the new rows. */
    HEAD_IS_NEW,
    /** Its head still has the old rows. */
    HEAD_IS_OLD,
    /** Both sides are there to be read. */
    BOTH_SIDES;

    /** Whether a side can be read as it stands. */
    boolean reads(Side side) {
        return this == BOTH_SIDES || this == (side == Side.OLD ? HEAD_IS_OLD : HEAD_IS_NEW);
    }
}
