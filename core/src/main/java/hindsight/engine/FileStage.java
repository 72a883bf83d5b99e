package hindsight.engine;

import hindsight.history.StagedTable;
import hindsight.project.CsvOptions;
import hindsight.project.Effective;
import hindsight.schema.Column;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Port: reads outside files into scratch space. What it has read stays until the engine is closed. */
public interface FileStage {
    /**
     * Reads files of one format as one table, columns united by name, all of it or nothing. The table has every column of the files, and
     * then the requested ones that no file has, which are NULL.
     *
     * @throws hindsight.problem.InvalidException naming file, line, column and value
     */
    StagedFiles read(ReadRequest request);

    /** Keeps a stream as a file in scratch space, so that it can be read more than once. */
    Path spool(InputStream stream);

    /** Rows that fail a check, in order of the files, at most {@code limit} of them. */
    List<RowFault> faults(StagedFiles rows, RowCheck check, int limit);

    /**
     * One row for each key: the one with the highest {@code order}; among equals and without an order the last one in order of the files.
     */
    StagedTable latest(StagedFiles rows, List<String> key, Optional<String> order);

    /** As {@link #latest} for every moment: where periods of a key overlap, rows are cut to those portions in which they are the one to take. */
    StagedTable latest(StagedFiles rows, List<String> key, Effective.Period period, Optional<String> order);

    /**
     * A file to read.
     *
     * @param name as the user wrote it, for messages
     */
    record NamedFile(Path path, String name) {}

    /**
     * What to read.
     *
     * @param files at least one; CSV, TSV, JSON, NDJSON (each also gzipped) or Parquet, by content and name
     * @param csv options for CSV
     * @param declared columns to read as exactly these types, written as users write them
     * @param remembered columns to read as these types; a value that does not fit widens the type where {@code DataType.widen} finds one
     */
    record ReadRequest(List<NamedFile> files, CsvOptions csv, List<Column> declared, List<Column> remembered) {
        public ReadRequest {
            files = List.copyOf(files);
            declared = List.copyOf(declared);
            remembered = List.copyOf(remembered);
            if (files.isEmpty()) {
                throw new IllegalArgumentException("there is no file to read");
            }
        }
    }
}
