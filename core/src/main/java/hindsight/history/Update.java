package hindsight.history;

import hindsight.time.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that a commit changes. Tables are named as after the commit. */
public sealed interface Update {
    /** Makes a table, or defines it anew: columns are matched by name, widened ones keep their values. */
    record Define(TableDefinition definition) implements Update {}

    /** Applies a diff. */
    record Write(String table, StagedDiff diff) implements Update {}

    /** Remembers what a model's file declares and what its rows follow from now on. */
    record SetLogic(String model, Timeline<LogicText> declared, Timeline<LogicText> inForce) implements Update {}

    /** Remembers that a model's rows reflect this very commit. */
    record Reflect(String model, Instant clock) implements Update {}

    /** Remembers that a file was taken. */
    record TakeFile(LoadedFile file) implements Update {}

    /** Drops a table; its history stays. */
    record Drop(String table) implements Update {}

    /** Gives a table another name. */
    record Rename(String from, String to) implements Update {}

    /**
     * A SQL text of a model that the warehouse may or may not know yet.
     *
     * @param opaque why it must run as it is written, where that has turned out
     */
    record LogicText(String sql, String fingerprint, List<String> inputs, Optional<String> opaque) {
        public LogicText {
            inputs = List.copyOf(inputs);
        }

        public LogicText(String sql, String fingerprint, List<String> inputs) {
            this(sql, fingerprint, inputs, Optional.empty());
        }
    }
}
