package hindsight.graph;

import hindsight.relation.analysis.Lineage;
import hindsight.schema.Column;
import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;

/**
 * A table with what it is made of.
 *
 * @param columns as far as they are known
 * @param inputs names of the tables that it reads; a source reads none
 * @param applied whether there is such a table in the warehouse: else it is told of as its file says
 * @param trace what its columns are made of
 */
public record TracedTable(
        String name, Kind kind, boolean applied, List<Column> columns, List<String> inputs, Trace trace) {
    public TracedTable {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
    }

    /** Where a table's rows come from. */
    public enum Kind {
        SOURCE,
        MODEL,
        VIEW
    }

    /** What is known of the way from inputs to columns. */
    public sealed interface Trace {
        /** All of it, column by column in the order of the table's. */
        record Known(Lineage.Result lineage) implements Trace {}

        /**
         * Nothing but which tables are read.
         *
         * @param reason such as {@code it samples rows}
         */
        record Unknown(String reason) implements Trace {}

        /** The rows come from outside. */
        record Outside() implements Trace {}
    }

    /** Why its columns cannot be followed to those of its inputs. */
    public Optional<String> reason() {
        return trace instanceof Trace.Unknown unknown ? Optional.of(unknown.reason()) : Optional.empty();
    }

    /** The column of that name, in any letter case. */
    public Optional<Column> column(String named) {
        return columns.stream().filter(column -> column.named(named)).findFirst();
    }

    int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).named(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " has no column " + column);
    }

    boolean reads(String table) {
        return inputs.stream().anyMatch(input -> Name.same(input, table));
    }
}
