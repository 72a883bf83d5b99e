package hindsight.duckdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups of one load. A group that the engine cannot read though nothing is wrong with it is read from a copy from then on. */
final class OpenGroups {
    private final List<FileGroup> groups;

    OpenGroups(List<FileGroup> groups) {
        this.groups = new ArrayList<>(groups);
    }

    /** Something that reads a group by the engine. */
    @FunctionalInterface
    interface Reading<T> {
        T of(FileGroup group) throws SQLException;
    }

    List<FileGroup> list() {
        return List.copyOf(groups);
    }

    int size() {
        return groups.size();
    }

    int files() {
        return groups.stream().mapToInt(group -> group.files().size()).sum();
    }

    /**
     * Reads a group.
     *
     * @throws hindsight.problem.InvalidException saying what is wrong with its files
     */
    <T> T read(int place, Reading<T> reading) {
        FileGroup group = groups.get(place);
        try {
            return reading.of(group);
        } catch (SQLException e) {
            @Nullable FileGroup rewritten = group.fault().isPresent() ? null : group.rewritten();
            if (rewritten == null) {
                throw FileGroups.unreadable(group, e);
            }
            groups.set(place, rewritten);
            return read(place, reading);
        }
    }
}
