package hindsight.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times of one thing done several times, in milliseconds. */
final class Timing {
    private final double[] millis;

    Timing(double[] millis) {
        this.millis = millis.clone();
    }

    /** Runs something several times, after {@code warm} runs that do not count. */
    static Timing of(int warm, int runs, Task task) throws Exception {
        double[] millis = new double[runs];
        for (int i = -warm; i < runs; i++) {
            long start = System.nanoTime();
            task.run();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return new Timing(millis);
    }

    double median() {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    double min() {
        return Arrays.stream(millis).min().orElseThrow();
    }

    double max() {
        return Arrays.stream(millis).max().orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms (%.1f–%.1f)", median(), min(), max());
    }

    /** Something to time. */
    interface Task {
        void run() throws Exception;
    }
}
