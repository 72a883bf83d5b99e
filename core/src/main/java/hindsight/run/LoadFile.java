package hindsight.run;

import hindsight.engine.FileStage.NamedFile;
import hindsight.history.LoadedFile;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A file to load.
 *
 * @param path where it can be read
 * @param shown as the user wrote it
 * @param registered under which it is remembered: relative to the project where it lies inside; {@code -} for a stream
 * @param content of the file; empty where there is none
 */
record LoadFile(Path path, String shown, String registered, ContentHash content) {
    /** Under which streams are remembered. */
    static final String STREAM = "-";

    NamedFile named() {
        return new NamedFile(path, shown);
    }

    /**
     * What is remembered of it.
     *
     * @param date from when on it is the state, where the user stated that
     * @param repeats whether some of its rows said what was so already
     */
    LoadedFile taken(String source, Optional<LocalDateTime> date, boolean repeats) {
        return new LoadedFile(source, registered, hash(), date, repeats, 0);
    }

    /** Hex digest of its content. */
    String hash() {
        return content.hex();
    }

    boolean isStream() {
        return registered.equals(STREAM);
    }
}
