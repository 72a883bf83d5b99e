package hindsight.testkit;

import java.util.Random;

/** The seed of a randomised test: the system property {@code hindsight.seed}, or a new one; printed, so that it can be given again. */
public final class Seed {
    private static final String PROPERTY = "hindsight.seed";

    private Seed() {}

    public static Random random(Class<?> test) {
        Long given = Long.getLong(PROPERTY);
        long seed = given == null ? System.nanoTime() % 1_000_000 : given;
        System.out.println(test.getSimpleName() + ": -D" + PROPERTY + "=" + seed);
        return new Random(seed);
    }
}
