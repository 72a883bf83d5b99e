package hindsight.duckdb;

/** What a file to load is written in. */
enum FileFormat {
    CSV("CSV"),
    JSON("JSON"),
    PARQUET("Parquet");

    private final String shown;

    FileFormat(String shown) {
        this.shown = shown;
    }

    @Override
    public String toString() {
        return shown;
    }
}
