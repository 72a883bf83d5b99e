package hindsight.testkit;

import java.util.Random;

/**
 * The seed of a randomised test: the system property {@code hindsight.seed}; without it one of its own, always the same, so that a build
 * that passed passes again; for {@code new}, another each time. Printed, so that it can be given again.
 */
public final class Seed {
    private static final String PROPERTY = "hindsight.seed";
    private static final String NEW = "new";

    private Seed() {}

    /** @throws IllegalArgumentException if the property is neither a number nor {@code new} */
    public static long of(Class<?> test) {
        String given = System.getProperty(PROPERTY, "");
        long seed = given.isEmpty()
                ? test.getSimpleName().hashCode()
                : given.equals(NEW) ? System.nanoTime() % 1_000_000 : Long.parseLong(given);
        System.out.println(test.getSimpleName() + ": -D" + PROPERTY + "=" + seed);
        return seed;
    }

    public static Random random(Class<?> test) {
        return new Random(of(test));
    }
}
