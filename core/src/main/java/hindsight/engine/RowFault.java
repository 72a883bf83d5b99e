package hindsight.engine;

import hindsight.problem.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that fail a check.
 *
 * @param values of the columns that were checked, as text; null for NULL
 * @param places of the first of these rows, at most a few; a row whose line is not known has its file as place
 * @param rows how many have these values
 */
public record RowFault(List<@Nullable String> values, List<Location> places, long rows) {
    public RowFault {
        values = Collections.unmodifiableList(new ArrayList<>(values));
        places = List.copyOf(places);
    }
}
