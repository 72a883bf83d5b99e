package hindsight.engine;

import hindsight.delta.ClockCalls;
import hindsight.history.Line;
import hindsight.history.Store;
import hindsight.relation.canonical.Functions;
import hindsight.sql.Binder;
import hindsight.sql.Parser;
import hindsight.sql.PlanReader;
import hindsight.sql.writer.Dialect;
import java.util.function.Function;

/** Port: one engine with its scratch space, for one command. Not safe for several threads, except {@link #cancel}. */
public interface Engine extends AutoCloseable {
    /** Name and version, such as {@code duckdb 2.0.0}. */
    String version();

    Parser parser();

    Binder binder();

    PlanReader planReader();

    /** How its SQL is written. */
    Dialect dialect();

    /** What its functions depend on. */
    Functions functions();

    /** What those of its functions give that read the clock. */
    ClockCalls clockCalls();

    /** Reads outside files into scratch space; needs no warehouse. */
    FileStage files();

    /**
     * Holds the warehouse on a branch until the store is closed, waiting as long as the settings say. A warehouse that does not exist yet reads
     * as empty, and is made when held for writing; one that existed when it was held before is not made again.
     *
     * @throws hindsight.problem.RefusedException when another process does not let go of it in time
     * @throws hindsight.problem.InvalidException when it is damaged, of a newer format, or gone since it was held before, or has no such
     *     branch
     */
    Store hold(Access access, String branch);

    /**
     * Holds the warehouse alone while {@code work} runs on a copy of it, on main. The copy then takes its place in one step, without any
     * bytes of what is not in it any more; when {@code work} fails, the warehouse stays as it was. Chunks
     * of models under way are dropped.
     */
    <T> T rewrite(Function<Store, T> work);

    /** Holds it on main. */
    default Store hold(Access access) {
        return hold(access, Line.MAIN.branch());
    }

    /** Takes the warehouse to other places; it must not be held meanwhile. */
    Mover mover();

    /** What it may use. */
    Capacity capacity();

    /** How many statements that read or write rows of tables the engine has run; for tests and measuring. */
    long dataStatements();

    /** Interrupts what is running, from another thread. */
    void cancel();

    @Override
    void close();

    /**
     * What an engine may use.
     *
     * @param memory bytes
     */
    record Capacity(long memory, int threads) {}
}
