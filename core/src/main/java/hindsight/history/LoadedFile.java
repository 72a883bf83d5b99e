package hindsight.history;

/**
 * A file that a source has taken.
 *
 * @param source name of the source
 * @param path as the user named it
 * @param hash hex digest of its content
 * @param seq the commit; 0 while not yet published
 */
public record LoadedFile(String source, String path, String hash, long seq) {}
