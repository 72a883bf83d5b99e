package hindsight.plan;

import java.util.Locale;

/** How a model's diff is found. */
public enum Strategy {
    /** Nothing runs. */
    NONE,
    /** From the diffs of its inputs. */
    DELTA,
    /** By computing the keys that its inputs' diffs touch anew. */
    KEYED,
    /** By computing all of it and comparing with head. */
    FULL;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
