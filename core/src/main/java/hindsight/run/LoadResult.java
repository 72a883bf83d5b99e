package hindsight.run;

import java.util.List;
import java.util.OptionalLong;

/**
 * What came of a load.
 *
 * @param seq the new commit; empty when nothing differed
 * @param tables every source that was loaded, in order
 */
public record LoadResult(OptionalLong seq, List<LoadedTable> tables) {
    public LoadResult {
        tables = List.copyOf(tables);
    }

    /**
     * What came of one source.
     *
     * @param files that were taken
     * @param skipped files that were not, because their content was taken before
     * @param read rows in the files
     */
    public record LoadedTable(String name, int files, int skipped, long read, long added, long retracted) {}
}
