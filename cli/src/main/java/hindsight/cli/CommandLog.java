package hindsight.cli;

import hindsight.run.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a command did, for whoever looks into it later: one file per command under {@code <warehouse>/log}. Lines wait in memory
 * until there is a warehouse; without one there is no log. A log that cannot be written stops no command.
 */
final class CommandLog implements AutoCloseable {
    private static final int KEPT = 200;
    private static final int LONGEST = 10_000;
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Supplier<Optional<Path>> warehouse;
    private final boolean discreet;
    private final String fileName;
    private final StringWriter waiting = new StringWriter();
    private final long startedAt = System.nanoTime();
    private @Nullable Writer file;

    /** @param warehouse its folder, once it is known */
    CommandLog(List<String> words, Supplier<Optional<Path>> warehouse) {
        this.warehouse = warehouse;
        Instant now = Instant.now();
        long process = ProcessHandle.current().pid();
        String command =
                words.stream().filter(Catalogue.NAMES::contains).findFirst().orElse("hindsight");
        this.fileName = FILE_TIME.format(now) + "-" + process + "-" + command + ".log";
        this.discreet = command.equals("erase");
        write("hindsight " + Version.current() + " " + (discreet ? List.of(command) : words) + " at " + now
                + " in process " + process);
    }

    /** Of a command that erases nothing is told: its words and statements say what. */
    synchronized void line(String text) {
        if (!discreet) {
            write(text);
        }
    }

    private synchronized void write(String text) {
        long millis = (System.nanoTime() - startedAt) / 1_000_000;
        String seconds = Long.toString(millis / 1_000);
        waiting.append(" ".repeat(Math.max(0, 4 - seconds.length()))).append(seconds);
        waiting.append('.').append(Long.toString(1_000 + millis % 1_000), 1, 4).append(' ');
        waiting.append(text, 0, Math.min(text.length(), LONGEST)).append('\n');
        write();
    }

    synchronized void failure(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        line(trace.toString().stripTrailing());
    }

    /** The folder for logs and reports, where there is a warehouse. */
    Optional<Path> folder() {
        return warehouse.get().filter(Files::isDirectory).map(folder -> folder.resolve("log"));
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException unwritable) {
            file = Writer.nullWriter();
        }
    }

    private void write() {
        try {
            if (file == null) {
                Optional<Path> folder = folder();
                if (folder.isEmpty()) {
                    return;
                }
                file = open(folder.get());
            }
            file.write(waiting.toString());
            file.flush();
            waiting.getBuffer().setLength(0);
        } catch (IOException unwritable) {
            file = Writer.nullWriter();
        }
    }

    private Writer open(Path folder) throws IOException {
        Files.createDirectories(folder);
        removeOldest(folder);
        return Files.newBufferedWriter(folder.resolve(fileName));
    }

    /** Names begin with the time, so their order is that of age. */
    private static void removeOldest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> logs = files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList();
            for (Path old : logs.subList(0, Math.max(0, logs.size() - KEPT + 1))) {
                Files.deleteIfExists(old);
            }
        }
    }
}
