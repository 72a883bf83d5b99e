package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.util.Comparator;
import java.util.List;

/** Problems as a reader of the files would meet them: hindsight.yml first, then file by file from top to bottom. */
final class ReadingOrder {
    private static final Comparator<Location> BY_PLACE = Comparator.comparing(
                    (Location place) -> !place.file().equals(ProjectReader.SETTINGS_FILE))
            .thenComparing(Location::file)
            .thenComparingInt(Location::line)
            .thenComparingInt(Location::column);

    private ReadingOrder() {}

    static List<Problem> of(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(problem -> problem.place().orElse(Location.ofFile("")), BY_PLACE))
                .toList();
    }
}
