package hindsight.merge;

/** What is done where ours is neither what it was nor what it is to be. */
public enum ConflictPolicy {
    /** Nothing at all is done. */
    FAIL,
    /** Ours stays there; the rest is done. */
    KEEP_LATER,
    /** Ours is overwritten. */
    FORCE
}
