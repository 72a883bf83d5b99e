package hindsight.delta;

/** A derived query became too large. */
final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLargeException() {
        super("a derived query of more than " + States.MOST + " operators", null, false, false);
    }
}
