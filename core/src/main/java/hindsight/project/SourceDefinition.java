package hindsight.project;

import hindsight.problem.Location;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source as the project declares it.
 *
 * @param name unique among sources and models, compared without regard to case
 * @param key columns whose values name a row, or with periods what the row is a state of; empty: a bag of rows
 * @param effective when a row is true, where declared
 * @param kind what a load says
 * @param order for {@code changes}: the column that orders changes of one key
 * @param files glob relative to the project, where declared
 * @param csv how to read CSV
 * @param columns types stated by the user, in the order of the file
 * @param location where it is declared
 */
public record SourceDefinition(
        String name,
        List<String> key,
        Optional<Effective> effective,
        LoadKind kind,
        Optional<String> order,
        Optional<String> files,
        CsvOptions csv,
        List<Column> columns,
        Location location) {
    public SourceDefinition {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** Columns whose values name a row: with periods, one of the key from one moment on. */
    public List<String> rowKey() {
        List<String> columns = new ArrayList<>(key);
        period().ifPresent(period -> columns.add(period.from()));
        return columns;
    }

    /** For how long a row is true, where rows say that. */
    public Optional<Effective.Period> period() {
        return effective.flatMap(Effective::period);
    }

    /** Whether a load is the whole state from a date on that its user states. */
    public boolean isDated() {
        return kind == LoadKind.SNAPSHOT && period().isPresent();
    }
}
