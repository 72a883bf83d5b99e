package hindsight.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program. */
public final class Hindsight {
    private static final Duration STOPPING = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private Hindsight() {}

    /** Runs the command that the words make, and exits with its code. */
    public static void main(String[] words) {
        Interruption interruption = new Interruption();
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(interruption, finished), "interruption"));
        Exit exit = run(Surroundings.ofProcess(), List.of(words), interruption);
        finished.countDown();
        System.exit(exit.code());
    }

    static Exit run(Surroundings surroundings, List<String> words, Interruption interruption) {
        return new Invocation(surroundings, words, interruption).run();
    }

    /**
     * Runs when the process ends, by itself or by a signal. On a signal the command gets time to roll back and to say so; the
     * virtual machine then exits with 128 and the signal's number, which is 130 for an interruption. It is asked again and again, because
     * the engine forgets what it is asked just before a statement begins.
     */
    private static void interrupt(Interruption interruption, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        long deadline = System.nanoTime() + STOPPING.toNanos();
        try {
            do {
                interruption.request();
            } while (!finished.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
