package hindsight.engine;

import java.nio.file.Path;

/** Port: takes a warehouse as a whole from one place to another, with all that is remembered in it. */
public interface Mover {
    /**
     * Copies the warehouse into an empty folder, which is then one of the same content. Others may read it meanwhile.
     *
     * @throws hindsight.problem.InvalidException when there is none, or it cannot be read
     * @throws java.io.UncheckedIOException when the copy cannot be written
     */
    Moved copy(Path folder);

    /**
     * What was moved.
     *
     * @param seq the last commit on any branch
     * @param bytes written
     */
    record Moved(long seq, long bytes) {}
}
