package hindsight.plan;

import hindsight.time.EffectiveRange;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A reason why a model is, or is not, pending. */
public sealed interface Change {
    /** One or two words, such as "inputs changed". */
    String word();

    /** A clause that says why, with values; empty when the word says it all. */
    String reason();

    /** Whether the model's rows may change by it. */
    default boolean touchesRows() {
        return true;
    }

    /** The warehouse has no such model. */
    record New() implements Change {
        @Override
        public String word() {
            return "new";
        }

        @Override
        public String reason() {
            return "first build";
        }
    }

    /** Nothing to do. */
    record Unchanged() implements Change {
        @Override
        public String word() {
            return "unchanged";
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public boolean touchesRows() {
            return false;
        }
    }

    /**
     * Rows or columns of inputs changed after the commit that the model reflects.
     *
     * @param inputs at least one
     */
    record InputsChanged(List<Input> inputs) implements Change {
        public InputsChanged {
            inputs = List.copyOf(inputs);
        }

        /**
         * Something that changed.
         *
         * @param table a table or view
         * @param through the view by which the model reads it; empty when it reads it itself
         * @param since the commit that changed it last; 0: the one to come
         */
        public record Input(String table, String through, long since) {
            static Input now(String table, String through) {
                return new Input(table, through, 0);
            }

            private String clause() {
                String when = since == 0 ? " changes" : " changed in #" + since;
                return table + (through.isEmpty() ? "" : " (through " + through + ")") + when;
            }
        }

        @Override
        public String word() {
            return "inputs changed";
        }

        @Override
        public String reason() {
            return inputs.stream().map(Input::clause).collect(Collectors.joining(", "));
        }
    }

    /**
     * The file says something else than it did at the last apply.
     *
     * @param what a clause
     * @param ranges for which it says so
     * @param restated those of them whose rows were published by logic that is rewritten
     */
    record LogicChanged(String what, List<EffectiveRange> ranges, List<EffectiveRange> restated) implements Change {
        public LogicChanged {
            ranges = List.copyOf(ranges);
            restated = List.copyOf(restated);
        }

        /** Whether rows with an effective time that were published follow other logic from now on. */
        public boolean restatement() {
            return !restated.isEmpty();
        }

        /** The same, where it is known which parts of the text say something else, such as {@code a predicate}. */
        LogicChanged telling(List<String> parts) {
            return parts.isEmpty() ? this : new LogicChanged(what + ": " + String.join(", ", parts), ranges, restated);
        }

        /** What is restated, such as {@code all effective time}. */
        public String restatedTime() {
            return restated.equals(List.of(EffectiveRange.ALWAYS)) ? "all effective time" : "rows " + clauses(restated);
        }

        private static String clauses(List<EffectiveRange> ranges) {
            return ranges.stream().map(EffectiveRange::clause).collect(Collectors.joining(" and "));
        }

        @Override
        public String word() {
            return "logic changed";
        }

        @Override
        public String reason() {
            String when = ranges.equals(List.of(EffectiveRange.ALWAYS)) ? "" : " for rows " + clauses(ranges);
            return what + when + (restatement() ? ", which restates " + restatedTime() : "");
        }
    }

    /**
     * Key, effective column, columns or materialization differ from what is remembered.
     *
     * @param differences one clause each
     */
    record DefinitionChanged(List<String> differences) implements Change {
        public DefinitionChanged {
            differences = List.copyOf(differences);
        }

        @Override
        public String word() {
            return "definition changed";
        }

        @Override
        public String reason() {
            return String.join(", ", differences);
        }
    }

    /**
     * The model reads the clock, and its answer may be another now.
     *
     * @param from what it saw as now so far
     * @param day whether it only reads the date
     */
    record ClockMoved(Instant from, boolean day) implements Change {
        @Override
        public String word() {
            return "clock moved";
        }

        @Override
        public String reason() {
            return day ? "it reads the date, which changed since " + from : "it reads the time, last at " + from;
        }
    }

    /** Models that it reads are pending themselves, and may change. */
    record Upstream(List<String> models) implements Change {
        public Upstream {
            models = List.copyOf(models);
        }

        @Override
        public String word() {
            return "upstream";
        }

        @Override
        public String reason() {
            return String.join(", ", models) + " may change";
        }
    }

    /** Its file vanished; the user asked to drop it. */
    record Dropped() implements Change {
        @Override
        public String word() {
            return "dropped";
        }

        @Override
        public String reason() {
            return "its file vanished; its history stays";
        }
    }

    /** Its file vanished, and nobody asked to drop it. */
    record Vanished() implements Change {
        @Override
        public String word() {
            return "vanished";
        }

        @Override
        public String reason() {
            return "its file vanished";
        }

        @Override
        public boolean touchesRows() {
            return false;
        }
    }

    /** It continues the history of a model of another name. */
    record Renamed(String from) implements Change {
        @Override
        public String word() {
            return "renamed";
        }

        @Override
        public String reason() {
            return "was " + from;
        }

        @Override
        public boolean touchesRows() {
            return false;
        }
    }

    /** Its file says something else than before, which is what its rows follow already. */
    record Redeclared() implements Change {
        @Override
        public String word() {
            return "declared";
        }

        @Override
        public String reason() {
            return "its file says what is in force";
        }

        @Override
        public boolean touchesRows() {
            return false;
        }
    }

    /**
     * What is in force differs from what the file declares, and the file was not edited since: it stays as in force.
     *
     * @param by what took it back, such as {@code undo #9}
     */
    record HeldBack(String by) implements Change {
        @Override
        public String word() {
            return "held back";
        }

        @Override
        public String reason() {
            return "held back by " + by + ", and its file was not edited since";
        }

        @Override
        public boolean touchesRows() {
            return false;
        }
    }
}
