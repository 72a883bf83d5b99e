package hindsight.project;

import hindsight.problem.Location;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model file from one marker to the next.
 *
 * @param since the first day that it speaks of; null in the first section, which holds from the beginning of time
 * @param until the day before which it ends; null when it holds to the next section
 * @param marker where its marker stands, or the file for the first
 * @param start offset of its SQL, behind the marker
 * @param end offset of the next marker, or the end of the file
 */
record Section(@Nullable LocalDate since, @Nullable LocalDate until, Location marker, int start, int end) {
    /** Whether it lies over the other sections for a while, instead of taking over from them. */
    boolean isOverlay() {
        return until != null;
    }
}
