package hindsight.duckdb;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of one format with the same columns, which one statement reads. */
sealed interface FileGroup permits CsvGroup, JsonGroup, ParquetGroup {
    List<InputFile> files();

    /** Names, and the types as which {@link #rows} gives them when those are wanted. */
    List<Column> columns();

    /**
     * A SELECT of all rows in order of the files: {@code v0, v1…} and {@code part}, the 0-based place of the file in the group.
     *
     * @param wanted what each column is to become
     */
    String rows(List<DataType> wanted);

    /** The type as which {@link #rows} gives a column that is to become {@code wanted}. */
    DataType scanned(int column, DataType wanted);

    /** Whether types are guessed from texts, and not stated by the files. */
    boolean isText();

    /** SQL of the kind of a value as {@link #columns} types it; for texts only. */
    String kind(String value);

    /** SQL of a value's text. */
    String text(String value);

    /** Whether values yet unseen cannot change the type that a profile gives. */
    boolean isSettled(ColumnProfile profile);

    /**
     * Where a row stands.
     *
     * @param file 0-based
     * @param row 0-based, in that file
     * @param column 0-based; negative for the row as a whole
     */
    Location place(int file, long row, int column);

    /** What is wrong with the files, found by reading them once more when the engine could not. */
    Optional<Problem> fault();

    /** The same files, rewritten so that the engine can read them; null where there is no such way. */
    @Nullable
    FileGroup rewritten();
}
