package hindsight.duckdb;

import hindsight.schema.DataType;

/**
 * A column of the table that files are read into.
 *
 * @param name as the first file with it writes it
 * @param type in which it is read
 */
record StageColumn(String name, Pin pin, DataType type) {
    /** What is known of a column's type before it is read. */
    enum Pin {
        /** The user declared it. */
        DECLARED,
        /** It is that of earlier loads, and may widen. */
        REMEMBERED,
        /** Nothing. */
        GUESSED
    }

    StageColumn as(DataType other) {
        return new StageColumn(name, pin, other);
    }

    StrictCast.Spelling spelling() {
        return pin == Pin.DECLARED ? StrictCast.Spelling.FREE : StrictCast.Spelling.PLAIN;
    }
}
