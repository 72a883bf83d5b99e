package hindsight.relation;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A part of the rows, by position. */
public record Limit(Relation input, Amount amount, long offset) implements OneInput {
    public Limit {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Limit(inputs.get(0), amount, offset);
    }

    /** How many rows are taken: a number, a share, or all. */
    public record Amount(OptionalLong rows, OptionalDouble percent) {
        public static final Amount ALL = new Amount(OptionalLong.empty(), OptionalDouble.empty());

        public Amount {
            if (rows.isPresent() && percent.isPresent()) {
                throw new IllegalArgumentException("both a number and a share of rows");
            }
        }

        @Override
        public String toString() {
            return rows.isPresent()
                    ? rows.getAsLong() + " rows"
                    : percent.isPresent() ? percent.getAsDouble() + " %" : "all";
        }

        public static Amount rows(long rows) {
            return new Amount(OptionalLong.of(rows), OptionalDouble.empty());
        }

        public static Amount percent(double percent) {
            return new Amount(OptionalLong.empty(), OptionalDouble.of(percent));
        }
    }
}
