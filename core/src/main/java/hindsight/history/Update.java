package hindsight.history;

import hindsight.time.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that a commit changes. Tables are named as after the commit. */
public sealed interface Update {
    /**
     * Makes a table, or defines it anew: columns are matched by name, widened ones keep their values.
     *
     * @param heldBack what the file of a model says, where the definition says otherwise
     */
    record Define(TableDefinition definition, Optional<TableSettings> heldBack) implements Update {
        public Define(TableDefinition definition) {
            this(definition, Optional.empty());
        }
    }

    /** Makes or defines a table as another branch has it, stored in the same columns. */
    record Adopt(TableMemory other) implements Update {}

    /** Applies a diff. */
    record Write(String table, StagedDiff diff) implements Update {}

    /** Remembers what a model's file declares and what its rows follow from now on. */
    record SetLogic(String model, Timeline<LogicText> declared, Timeline<LogicText> inForce) implements Update {}

    /** Remembers that a model's rows reflect this very commit. */
    record Reflect(String model, Instant clock) implements Update {}

    /**
     * What becomes of all states of a model, behind the {@link Reflect} that they go with. A model that reflects a commit without this
     * loses the states that it had.
     */
    record SetStates(String model, List<KeptState> states) implements Update {
        public SetStates {
            states = List.copyOf(states);
        }
    }

    /** The states of a model hold as they are, because nothing that they are made of changed. */
    record KeepStates(String model) implements Update {}

    /** Remembers what it took to find the rows of a model. */
    record Ran(String model, ModelRun run) implements Update {}

    /**
     * Remembers that a file was taken, or given back, so that it can be loaded again.
     *
     * @param weight how often it was taken; negative: given back
     */
    record TakeFile(LoadedFile file, long weight) implements Update {
        /** Taken once. */
        public TakeFile(LoadedFile file) {
            this(file, 1);
        }
    }

    /** Drops a table; its history stays. */
    record Drop(String table) implements Update {}

    /** Gives a table another name. */
    record Rename(String from, String to) implements Update {}

    /** What becomes of one state of a model. */
    sealed interface KeptState {
        int number();

        /** What identifies how it is made. */
        String form();
    }

    /** @param rows its columns and {@code _version} */
    record NewState(int number, String form, StagedTable rows) implements KeptState {}

    /** @param change its columns, {@code _weight} (1 or -1) and the {@code _version} of rows that are retracted */
    record ChangedState(int number, String form, StagedTable change) implements KeptState {}

    /** It holds as it is. */
    record SameState(int number, String form) implements KeptState {}

    /** @param groups it would have so many that it does not pay */
    record NoState(int number, String form, long groups) implements KeptState {}

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
