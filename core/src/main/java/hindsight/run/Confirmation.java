package hindsight.run;

/** Port: asks the user before something that is hard to take back. */
@FunctionalInterface
public interface Confirmation {
    /** There is nobody to ask. */
    Confirmation NOBODY = question -> Answer.NOBODY;

    /** Everything was answered beforehand. */
    Confirmation GIVEN = question -> Answer.YES;

    Answer ask(String question);

    /** What came of asking. */
    enum Answer {
        YES,
        NO,
        /** Nobody is there to answer. */
        NOBODY
    }
}
