package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.LoadedFile;
import hindsight.history.LogicVersion;
import hindsight.history.TableRole;
import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What some rows of a table are made of.
 *
 * @param tables that of the rows first, then all that they are made of, each before what it is made of itself
 */
public record Provenance(List<Table> tables) {
    public Provenance {
        tables = List.copyOf(tables);
    }

    /**
     * Rows of a table that are asked about, or are part of what is.
     *
     * @param seq the commit as of which they are read
     * @param rows how many
     * @param of how many rows the table has; negative where that is not known
     * @param origin where they come from; empty where that is not told, because it lies too deep
     */
    public record Table(
            String name,
            TableRole role,
            long seq,
            long rows,
            long of,
            List<String> key,
            Sample sample,
            Optional<Origin> origin) {
        public Table {
            key = List.copyOf(key);
        }
    }

    /**
     * Some of the rows.
     *
     * @param by in what their sizes are compared, the largest first; empty: they are ordered by key
     */
    public record Sample(Schema schema, List<List<@Nullable Object>> rows, Optional<By> by) {
        public Sample {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What each row adds to a column of a model.
     *
     * @param text in words of the table's columns
     * @param column of the rows that are made of them
     */
    public record By(String text, String column) {}

    /** Where rows come from. */
    public sealed interface Origin {
        /** Outside: the commits that brought them as they are, those of the most rows first. */
        record Loads(List<Load> loads, boolean more) implements Origin {
            public Loads {
                loads = List.copyOf(loads);
            }
        }

        /**
         * Logic.
         *
         * @param basis the commit whose inputs the rows reflect
         * @param clock what the logic saw as now
         */
        record Logic(long basis, Instant clock, List<Section> sections) implements Origin {
            public Logic {
                sections = List.copyOf(sections);
            }
        }
    }

    /** A commit that brought rows, and the files that it took for the source. */
    public record Load(Commit commit, long rows, List<LoadedFile> files) {
        public Load {
            files = List.copyOf(files);
        }
    }

    /**
     * Logic that gave rows.
     *
     * @param range of effective time for which it holds
     * @param rows how many of the rows it gave
     * @param file of the project that holds it; empty where there is none any more
     * @param expression what it computes the column as; empty where no column is asked about, or that is not known
     * @param proof whether it was run on the inputs' rows alone
     * @param reason why all rows of the inputs are told; empty where they are not
     */
    public record Section(
            LogicVersion version,
            EffectiveRange range,
            long rows,
            Optional<String> file,
            Optional<ColumnSql> expression,
            List<Input> inputs,
            Proof proof,
            Optional<String> reason) {
        public Section {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * What a column is computed as.
     *
     * @param written whether it is the text of the model, not one made of its plan
     */
    public record ColumnSql(String column, String sql, boolean written) {}

    /**
     * Rows of an input that contribute.
     *
     * @param table its place among the tables
     */
    public record Input(int table, long rows, Extent extent) {}

    /** How much of an input contributes. */
    public enum Extent {
        /** These rows. */
        SOME,
        /** All that there are. */
        ALL,
        /** None; that there are none that would keep the row away matters. */
        ABSENT,
        /** None. */
        NONE
    }

    /** What is known of whether the logic gives the rows from the rows of its inputs that are told. */
    public enum Proof {
        /** It was run on those alone, and gave them. */
        RUN,
        /** These are all rows of its inputs. */
        WHOLE,
        /** There are too many of them to be run again. */
        NOT_RUN
    }
}
