package hindsight.history;

/** Formats in which an engine writes rows to files itself. */
public enum ExportFormat {
    /** With a header and commas; NULL is nothing, the empty text is {@code ""}. */
    CSV,
    PARQUET
}
