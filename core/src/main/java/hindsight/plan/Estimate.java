package hindsight.plan;

import java.util.OptionalLong;

/**
 * What a model's strategy costs, from row counts that are remembered.
 *
 * @param reads rows of stored tables that it reads; empty where one of them is not built yet
 * @param holds rows that the model has now; empty before the first build
 */
public record Estimate(OptionalLong reads, OptionalLong holds) {
    public static final Estimate NOTHING = new Estimate(OptionalLong.of(0), OptionalLong.empty());
}
