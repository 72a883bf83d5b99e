package hindsight.engine;

import java.util.List;
import java.util.stream.Stream;

/** Something that must hold for every staged row. */
public sealed interface RowCheck {
    /** Whose values are told of rows that fail. */
    List<String> columns();

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

        @Override
        public List<String> columns() {
            return List.of(column);
        }
    }

    /** No two rows have the same values. */
    record Unique(List<String> columns) implements RowCheck {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    /** A moment lies before another one, unless either is NULL. */
    record Before(String from, String to) implements RowCheck {
        @Override
        public List<String> columns() {
            return List.of(from, to);
        }
    }

    /** The periods of rows with the same values of a key do not overlap; where {@code to} is NULL they are open. */
    record Apart(List<String> key, String from, String to) implements RowCheck {
        public Apart {
            key = List.copyOf(key);
        }

        @Override
        public List<String> columns() {
            return Stream.concat(key.stream(), Stream.of(from, to)).distinct().toList();
        }
    }

    /** As {@link Apart}, among the rows of one file. */
    record ApartInFile(List<String> key, String from, String to) implements RowCheck {
        public ApartInFile {
            key = List.copyOf(key);
        }

        @Override
        public List<String> columns() {
            return new Apart(key, from, to).columns();
        }
    }

    /** No two rows of one file have the same values. */
    record UniqueInFile(List<String> columns) implements RowCheck {
        public UniqueInFile {
            columns = List.copyOf(columns);
        }
    }
}
