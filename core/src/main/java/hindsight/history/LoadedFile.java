package hindsight.history;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A file that a source has taken.
 *
 * @param source name of the source
 * @param path as the user named it
 * @param hash hex digest of its content
 * @param effective from when on it is the state, where a user stated that
 * @param repeats whether some of its rows said what was so already
 * @param seq the commit; 0 while not yet published
 */
public record LoadedFile(
        String source, String path, String hash, Optional<LocalDateTime> effective, boolean repeats, long seq) {}
