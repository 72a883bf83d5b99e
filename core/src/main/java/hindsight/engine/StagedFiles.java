package hindsight.engine;

import hindsight.history.StagedTable;
import java.util.List;
import java.util.Set;

/**
 * Files that were read as one table.
 *
 * @param table their rows, in order of the files
 * @param parts one for each file
 * @param guessed names of columns whose type is a guess, because no value was seen in them
 */
public record StagedFiles(StagedTable table, List<Part> parts, Set<String> guessed) {
    public StagedFiles {
        parts = List.copyOf(parts);
        guessed = Set.copyOf(guessed);
    }

    /**
     * What one file contributed.
     *
     * @param name as the user wrote it
     * @param columns names of the columns that it has
     * @param rows how many
     */
    public record Part(String name, List<String> columns, long rows) {
        public Part {
            columns = List.copyOf(columns);
        }
    }
}
