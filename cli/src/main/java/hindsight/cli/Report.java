package hindsight.cli;

import hindsight.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What is told of how tables differ, apart from how it is written.
 *
 * @param title in a few words
 * @param lead what it comes to, a sentence each
 * @param overview a line for each table; empty where there is only one
 * @param parts a table each, in order
 * @param problems what there is to warn of
 */
record Report(String title, List<String> lead, Optional<Grid> overview, List<Part> parts, List<Problem> problems) {
    Report {
        lead = List.copyOf(lead);
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
    }

    /**
     * One table.
     *
     * @param counts how many rows differ, in words
     * @param facts what else there is to know, by a word each
     * @param columns how its columns differ; may be empty
     * @param rows some of those that differ; empty when there are none to show
     * @param more what is said below the rows; may be empty
     */
    record Part(
            String name, String counts, List<Fact> facts, Optional<Fact> columns, Optional<Grid> rows, String more) {
        Part {
            facts = List.copyOf(facts);
        }
    }

    /** Something worth knowing, such as why. */
    record Fact(String word, String text) {}

    /** Lines under headers. */
    record Grid(List<Header> headers, List<Line> lines) {
        Grid {
            headers = List.copyOf(headers);
            lines = List.copyOf(lines);
        }
    }

    /**
     * What stands above a column.
     *
     * @param right whether its cells stand right, as numbers do
     */
    record Header(String text, boolean right) {}

    /** One cell for each header. */
    record Line(Sign sign, List<Cell> cells) {
        Line {
            cells = List.copyOf(cells);
        }
    }

    /** What becomes of the row of a line. */
    enum Sign {
        NONE(""),
        ADDED("+"),
        RETRACTED("-"),
        CHANGED("~");

        private final String mark;

        Sign(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    /** What stands in a line. */
    sealed interface Cell {
        /** The text as it is, or is to be. */
        String text();
    }

    /** Our words. */
    record Words(String text) implements Cell {}

    /**
     * A value of a table.
     *
     * @param plain whether it is a number, a date, a truth or NULL, and not a text of anybody
     */
    record Value(String text, boolean plain) implements Cell {
        /** Whether it is NULL, and not a text that says so. */
        boolean isNull() {
            return plain && text.equals(DisplayText.NULL);
        }
    }

    /** A value that is another than it was. */
    record Changed(Value before, Value after) implements Cell {
        @Override
        public String text() {
            return after.text();
        }
    }
}
