package hindsight.run;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.project.SourceDefinition;

/** A date is stated for snapshots of sources with periods, and for nothing else. */
final class StatedDates {
    private StatedDates() {}

    /** @throws UsageException when it is missing, or there is one */
    static void check(SourceDefinition source, LoadRequest request) {
        if (source.isDated() && request.date().isEmpty()) {
            throw new UsageException(Problem.error(
                    "no-date",
                    source.location(),
                    "Cannot load " + source.name()
                            + ": it has periods, and nothing says from when on the snapshot is true",
                    "Say it: hindsight load " + source.name() + " FILE --effective 2025-03-01."));
        }
        if (!source.isDated() && request.date().isPresent()) {
            boolean periods = source.period().isPresent();
            throw new UsageException(Problem.error(
                    "needless-date",
                    source.location(),
                    "Cannot load " + source.name() + " with --effective: "
                            + (periods
                                    ? "its rows say themselves for which period they hold"
                                    : "only snapshots of sources with periods have a date"),
                    periods
                            ? "Leave it out; or declare load: snapshot, where a file is the whole state from its date on."
                            : "Leave it out; or declare effective: [valid_from, valid_to] and load: snapshot."));
        }
    }
}
