package hindsight.engine;

import hindsight.history.StagedTable;
import hindsight.project.CsvOptions;
import hindsight.schema.Column;
import java.nio.file.Path;
import java.util.List;

/** Port: reads outside files into scratch space. */
public interface FileStage {
    /**
     * Reads files of one format as one table, all of it or nothing.
     *
     * @throws hindsight.problem.InvalidException naming file, line, column and value
     */
    StagedTable read(ReadRequest request);

    /**
     * What to read.
     *
     * @param files at least one; CSV, TSV, JSON, NDJSON (each also gzipped) or Parquet by name or content
     * @param names for the messages: the file names as the user wrote them, one for each file
     * @param csv options for CSV
     * @param columns names with the types to read them as; others are inferred over the whole file
     */
    record ReadRequest(List<Path> files, List<String> names, CsvOptions csv, List<Column> columns) {
        public ReadRequest {
            files = List.copyOf(files);
            names = List.copyOf(names);
            columns = List.copyOf(columns);
        }
    }
}
