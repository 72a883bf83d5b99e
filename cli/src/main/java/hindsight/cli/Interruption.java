package hindsight.cli;

import hindsight.problem.CancelledException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the user wants the command to stop, and what has to be told so. Safe for several threads. */
final class Interruption {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean requested;

    boolean isRequested() {
        return requested;
    }

    /** Stops what is running, as soon as it can. */
    void request() {
        requested = true;
        listeners.forEach(Runnable::run);
    }

    void onRequest(Runnable listener) {
        listeners.add(listener);
        if (requested) {
            listener.run();
        }
    }

    /** @throws CancelledException when the user wants to stop */
    void check() {
        if (requested) {
            throw CancelledException.interrupted();
        }
    }
}
