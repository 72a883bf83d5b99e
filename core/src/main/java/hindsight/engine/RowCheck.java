package hindsight.engine;

import java.util.List;

/** Something that must hold for every staged row. */
public sealed interface RowCheck {
    /** No value is NULL. */
    record NotNull(List<String> columns) implements RowCheck {
        public NotNull {
            columns = List.copyOf(columns);
        }
    }

    /** No value is NULL, except in rows in which the text column {@code unless} has this value. */
    record NotNullUnless(List<String> columns, String unless, String value) implements RowCheck {
        public NotNullUnless {
            columns = List.copyOf(columns);
        }
    }

    /** A text column has one of these values, and is not NULL. */
    record OneOf(String column, List<String> values) implements RowCheck {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** No two rows have the same values. */
    record Unique(List<String> columns) implements RowCheck {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    /** No two rows of one file have the same values. */
    record UniqueInFile(List<String> columns) implements RowCheck {
        public UniqueInFile {
            columns = List.copyOf(columns);
        }
    }
}
