package hindsight.duckdb;

import hindsight.history.Line;
import hindsight.history.Memory;
import java.util.HashMap;
import java.util.Map;

/** What is remembered of all tables at the heads of lines, each read once while a store is held. */
final class HeadMemories {
    private final Session session;
    private final boolean present;
    private final Map<Line, Memory> before;
    private final Map<Line, Memory> held = new HashMap<>();

    /**
     * @param present whether there is a warehouse
     * @param before what was read before the store was held: what it tells of another commit than the head is read again; what is read
     *     comes to it
     */
    HeadMemories(Session session, boolean present, Map<Line, Memory> before) {
        this.session = session;
        this.present = present;
        this.before = before;
    }

    Memory of(Line line) {
        return present ? held.computeIfAbsent(line, this::read) : Memory.EMPTY;
    }

    private Memory read(Line line) {
        long seq = new CommitLog(session, line).head();
        return before.compute(
                line,
                (same, known) ->
                        known != null && known.seq() == seq ? known : new MemoryReader(session, line).read(seq));
    }

    /** To be said when commits may have come. */
    void clear() {
        held.clear();
    }
}
