package hindsight.engine;

import java.nio.file.Path;
import java.util.Optional;

/** Port: takes a warehouse as a whole from one place, or one format, to another, with all that is remembered in it. */
public interface Mover {
    /**
     * Copies the warehouse into an empty folder, which is then one of the same content. Others may read it meanwhile.
     *
     * @throws hindsight.problem.InvalidException when there is none, or it cannot be read
     * @throws java.io.UncheckedIOException when the copy cannot be written
     */
    Moved copy(Path folder);

    /**
     * Writes all that the warehouse remembers to files in an empty folder that other programs can read. Others may read the warehouse
     * meanwhile.
     *
     * @throws hindsight.problem.InvalidException when there is none, or it cannot be read
     * @throws java.io.UncheckedIOException when the files cannot be written
     */
    Moved exportTo(Path folder);

    /**
     * Makes the warehouse of what was exported: all of it, or none.
     *
     * @throws hindsight.problem.RefusedException when there is a warehouse already
     * @throws hindsight.problem.InvalidException when the folder is no export, is damaged or incomplete, or of a newer format
     */
    Moved importFrom(Path folder);

    /**
     * Makes the warehouse one of the newest format. What it was like is kept beside it.
     *
     * @throws hindsight.problem.InvalidException when there is none, or it is of a newer format
     * @throws java.io.UncheckedIOException when the copy of it cannot be written; it is as it was then
     */
    Upgraded upgrade();

    /**
     * Formats before and after, which are the same when there was nothing to do.
     *
     * @param kept the database as it was
     */
    record Upgraded(int from, int to, Optional<Path> kept) {}

    /**
     * What was moved.
     *
     * @param seq the last commit on any branch
     * @param bytes written
     */
    record Moved(long seq, long bytes) {}
}
