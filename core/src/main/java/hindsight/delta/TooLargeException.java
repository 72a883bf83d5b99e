package hindsight.delta;

/** A derived query became too large. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLargeException() {
        this("a derived query of more than " + States.MOST + " operators");
    }

    private TooLargeException(String message) {
        super(message, null, false, false);
    }

    /** A query in which there are more ways from its rows to those of its inputs. */
    public static TooLargeException ofWays(int most) {
        return new TooLargeException("a query of more than " + most + " ways to its inputs");
    }
}
