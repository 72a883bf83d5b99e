package hindsight.duckdb;

/** Ends the reading of a plan that holds what we do not know. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason such as {@code it samples rows} */
    Unreadable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
