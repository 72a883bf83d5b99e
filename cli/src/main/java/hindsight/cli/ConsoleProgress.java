package hindsight.cli;

import hindsight.run.Progress;
import java.time.Duration;

/** Shows progress as a bar on a terminal, and as a plain line now and then elsewhere. Short work shows nothing. */
final class ConsoleProgress implements Progress {
    private static final long BAR_EVERY = Duration.ofMillis(100).toNanos();
    private static final long LINE_EVERY = Duration.ofSeconds(5).toNanos();
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();
    private static final int BAR_WIDTH = 24;

    private final Messages messages;
    private final Interruption interruption;
    private final CommandLog log;
    private final long interval;
    private String step = "";
    private long shownAt;

    ConsoleProgress(Messages messages, Interruption interruption, CommandLog log) {
        this.messages = messages;
        this.interruption = interruption;
        this.log = log;
        this.interval = messages.isTerminal() ? BAR_EVERY : LINE_EVERY;
        this.shownAt = System.nanoTime() + (messages.isTerminal() ? PATIENCE - BAR_EVERY : 0);
    }

    @Override
    public void step(String what) {
        interruption.check();
        log.line(what);
        step = what;
        show(0, 0);
    }

    @Override
    public void done(long units, long of) {
        interruption.check();
        show(units, of);
    }

    private void show(long units, long of) {
        long now = System.nanoTime();
        if (messages.isQuiet() || now - shownAt < interval) {
            return;
        }
        shownAt = now;
        if (messages.isTerminal()) {
            messages.status(bar(units, of) + step + counts(units, of));
        } else {
            messages.note(step + counts(units, of));
        }
    }

    private static String bar(long units, long of) {
        if (of <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR_WIDTH, units * BAR_WIDTH / of);
        return "[" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "] ";
    }

    private static String counts(long units, long of) {
        if (of > 0) {
            return ": " + units + " of " + of;
        }
        return units > 0 ? ": " + units : "";
    }
}
