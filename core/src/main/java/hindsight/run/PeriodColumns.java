package hindsight.run;

import hindsight.engine.StagedFiles;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.Effective;
import hindsight.project.SourceDefinition;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.time.StatedMoment;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** As which type the two columns of a period are read: one for both. Pure. */
final class PeriodColumns {
    private final SourceDefinition source;
    private final Effective.Period period;
    private final List<Column> known;

    /** @param known columns that are remembered */
    PeriodColumns(SourceDefinition source, Effective.Period period, List<Column> known) {
        this.source = source;
        this.period = period;
        this.known = known;
    }

    /**
     * Those that nothing is said of, for files that do not have them because their user states from when on they hold.
     *
     * @throws InvalidException when periods are of whole days, and the moment is none
     */
    List<Column> from(LocalDateTime date) {
        boolean day = date.toLocalTime().equals(LocalTime.MIDNIGHT);
        DataType type =
                stated(period.from()).or(() -> stated(period.to())).orElse(day ? DataType.DATE : DataType.TIMESTAMP);
        if (!day && type.equals(DataType.DATE)) {
            throw new InvalidException(Problem.error(
                    "effective-type",
                    source.location(),
                    "Cannot load " + source.name() + " from " + StatedMoment.text(date)
                            + " on: its periods are of whole days, as " + period.from() + " is DATE",
                    "State a date; or declare columns: {" + period.from() + ": TIMESTAMP, " + period.to()
                            + ": TIMESTAMP}."));
        }
        return period.columns().stream()
                .filter(name -> stated(name).isEmpty())
                .map(name -> new Column(name, type))
                .toList();
    }

    /** Those that are to be read once more, and as what: one in which no value was seen is like the other, and one may be finer. */
    List<Column> unlike(StagedFiles staged) {
        Optional<DataType> type = Stream.of(seen(period.from(), staged), seen(period.to(), staged))
                .flatMap(Optional::stream)
                .map(Optional::of)
                .reduce((one, other) -> one.flatMap(first -> first.widen(other.orElseThrow())))
                .flatMap(found -> found);
        return period.columns().stream()
                .flatMap(name -> staged.table().schema().column(name).stream())
                .filter(column -> column(source.columns(), column.name()).isEmpty())
                .filter(column -> type.isPresent() && !column.type().equals(type.get()))
                .map(column -> new Column(column.name(), type.orElseThrow()))
                .toList();
    }

    private Optional<DataType> seen(String name, StagedFiles staged) {
        boolean guessed = staged.guessed().stream().anyMatch(other -> new Column(other, DataType.VARCHAR).named(name));
        return guessed ? Optional.empty() : column(staged.table().schema().columns(), name);
    }

    private Optional<DataType> stated(String name) {
        return column(source.columns(), name).or(() -> column(known, name));
    }

    private static Optional<DataType> column(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.named(name))
                .map(Column::type)
                .findFirst();
    }
}
