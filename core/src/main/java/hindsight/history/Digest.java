package hindsight.history;

/**
 * Digest of a bag of rows: two lanes, each the sum modulo 2^64 of one half of every row's hash, so that it follows a
 * diff by addition (an incremental multiset hash after Clarke et al., ASIACRYPT 2003).
 */
public record Digest(long high, long low) {
    public static final Digest EMPTY = new Digest(0, 0);

    public Digest plus(Digest other) {
        return new Digest(high + other.high, low + other.low);
    }

    public Digest minus(Digest other) {
        return new Digest(high - other.high, low - other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
