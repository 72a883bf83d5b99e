package hindsight.run;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;

/** What is done about a snapshot that retracts more than a fifth of its source. */
@FunctionalInterface
interface ManyDeletes {
    /** Asks for the user's word. */
    ManyDeletes REFUSED = (load, what) -> {
        throw new RefusedException(Problem.error(
                "many-deletes",
                Location.ofFile(load.files().get(0).shown()),
                "Cannot load " + load.source().name() + ": as a snapshot the file " + what,
                "A snapshot is the whole state. If these rows are gone indeed, say --allow-deletes."));
    };

    /** The user has given it. */
    ManyDeletes ALLOWED = (load, what) -> {};

    /** @param what it does, such as {@code retracts 3 of 4 rows (75 %)} */
    void found(SourceLoad load, String what);

    /** Tells that a load would ask. */
    static ManyDeletes told(Workspace workspace) {
        return (load, what) -> workspace.warn(Problem.warning(
                "many-deletes",
                "Load refuses " + load.source().name() + " without --allow-deletes: as a snapshot the file " + what,
                "A snapshot is the whole state: see whether these rows are gone indeed."));
    }

    /** Whether that is more than a fifth. */
    static boolean isMany(long gone, long all) {
        return gone * 5 > all;
    }
}
