package hindsight.relation.canonical;

/** What of a query's canonical form is a matter of choice. */
public record Options(Averages averages, Floats floats) {
    /** Averages can be maintained, floating sums are as fast as the engine adds. */
    public static final Options USUAL = new Options(Averages.QUOTIENTS, Floats.AS_THEY_COME);

    /** What becomes of averages of exact numbers. */
    public enum Averages {
        /** They stay. Their last bit depends on what else the query computes, for the engine chooses between two ways of dividing. */
        AS_WRITTEN,
        /** A sum divided by a count, the same in every query. */
        QUOTIENTS
    }

    /** In which order floating values are added. */
    public enum Floats {
        /** In any, which is inexact. */
        AS_THEY_COME,
        /** By size, which is exact and much slower. */
        ORDERED
    }
}
