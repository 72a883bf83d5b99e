package hindsight.run;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a user asks of a load.
 *
 * @param inputs sources with files; empty: the files that the project declares, of all sources
 * @param again take files whose content was taken before
 * @param asNew take files of a known name with new content
 * @param allowDeletes let a snapshot retract more than a fifth of its source
 * @param missingAsNull read columns that a file lacks as NULL
 * @param message for the commit, may be empty
 * @param standardInput what the file {@code -} means
 */
public record LoadRequest(
        List<Input> inputs,
        boolean again,
        boolean asNew,
        boolean allowDeletes,
        boolean missingAsNull,
        String message,
        InputStream standardInput) {
    /** The declared files of all sources, with nothing allowed. */
    public static final LoadRequest DECLARED =
            new LoadRequest(List.of(), false, false, false, false, "", InputStream.nullInputStream());

    public LoadRequest {
        inputs = List.copyOf(inputs);
    }

    /**
     * A file for a source.
     *
     * @param path absolute; ignored where the name is {@code -}
     * @param name as the user wrote it
     */
    public record Input(String source, Path path, String name) {
        boolean isStandardInput() {
            return name.equals("-");
        }
    }
}
