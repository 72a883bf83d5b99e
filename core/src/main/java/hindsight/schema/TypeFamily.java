package hindsight.schema;

/** Types between which a column may widen without changing what its values mean. */
public enum TypeFamily {
    INTEGER,
    DECIMAL,
    FLOATING,
    BOOLEAN,
    TEXT,
    DATE_TIME,
    ZONED,
    OTHER
}
