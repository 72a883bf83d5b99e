package hindsight.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no row of a key.
 *
 * @param losses where it was lost, as far as that can be told; of a source, and where a condition picked rows, none
 */
public record Missing(List<Loss> losses) {
    public Missing {
        losses = List.copyOf(losses);
    }

    /**
     * Where rows that could have become the row are gone.
     *
     * @param table whose logic lost them, or which never had them
     * @param cause what did
     * @param text the condition or the reason, in words of columns
     * @param inputs folded names of the tables that the cause is about
     * @param candidates how many rows were there before it
     * @param samples of some candidates, the values that decided
     * @param retracted the last commit that retracted such a row from the table
     */
    public record Loss(
            String table,
            Cause cause,
            String text,
            List<String> inputs,
            long candidates,
            List<Map<String, @Nullable Object>> samples,
            OptionalLong retracted) {
        public Loss {
            inputs = List.copyOf(inputs);
            samples = List.copyOf(samples);
        }
    }

    /** What lost rows. */
    public enum Cause {
        /** The table has no such rows. */
        NOT_THERE,
        /** A condition that they do not meet. */
        CONDITION,
        /** Nothing that they could be joined with. */
        NO_PARTNER,
        /** Something that they must not match. */
        PARTNER,
        /** Another operator. */
        OPERATOR,
        /** It cannot be told. */
        UNKNOWN;

        /** A loss with nothing more to be said of it. */
        Loss of(String table, String text) {
            return new Loss(table, this, text, List.of(), 0, List.of(), OptionalLong.empty());
        }
    }

    /** The first loss. */
    public Optional<Loss> first() {
        return losses.stream().findFirst();
    }
}
