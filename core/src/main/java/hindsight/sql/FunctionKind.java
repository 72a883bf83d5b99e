package hindsight.sql;

/** What a function's result depends on besides its arguments, as the engine knows it. */
public enum FunctionKind {
    /** Nothing else. */
    PURE,
    /** Today's date. */
    DATE,
    /** The clock, more finely than by date. */
    CLOCK,
    /** Chance: another result each time. */
    VOLATILE,
    /** A file. */
    FILE,
    /** Settings, variables, catalog, session, sequences or the engine itself; or it does something besides giving a result. */
    OUTSIDE
}
