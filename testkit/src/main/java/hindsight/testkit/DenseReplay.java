package hindsight.testkit;

import hindsight.project.LoadKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a table must be after every load, kept as plain copies: slow, large and obviously right. */
public final class DenseReplay {
    private static final String OPERATION = "op";

    private final List<String> key;
    private final NavigableMap<Long, Bag> states = new TreeMap<>();
    private Bag state = new Bag();

    /** @param key names of the key columns; empty: a bag */
    public DenseReplay(List<String> key) {
        this.key = List.copyOf(key);
        states.put(0L, state);
    }

    /** What a branch begins with that is forked off at a commit. */
    public DenseReplay fork(long seq) {
        DenseReplay fork = new DenseReplay(key);
        fork.states.putAll(states.headMap(seq, true));
        fork.state = at(seq);
        return fork;
    }

    /** The state that a load leads to, without going there. */
    public Bag after(RandomLoad load) {
        Bag next = load.kind() == LoadKind.SNAPSHOT ? new Bag() : state.copy();
        for (Map<String, @Nullable Object> values : load.rows()) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>(values);
            Object operation = plain.remove(OPERATION);
            ReplayRow row = ReplayRow.of(plain);
            if (load.kind() == LoadKind.UPSERT || load.kind() == LoadKind.CHANGES) {
                List<String> wanted = row.values(key);
                next.removeIf(old -> old.values(key).equals(wanted));
            }
            if (!"D".equals(operation)) {
                next.add(row, 1);
            }
        }
        return next;
    }

    /** Notes that a commit led to a state. */
    public void advance(long seq, Bag next) {
        state = next.copy();
        states.put(seq, state);
    }

    public Bag now() {
        return state.copy();
    }

    public Bag at(long seq) {
        return states.floorEntry(seq).getValue().copy();
    }

    /** The commits that changed it. */
    public Set<Long> commits() {
        return states.keySet().stream().filter(seq -> seq > 0).collect(Collectors.toSet());
    }

    /** What the row of a key was from each commit on at which it changed; an absent row is empty. */
    public NavigableMap<Long, ReplayRow> life(List<String> values) {
        NavigableMap<Long, ReplayRow> life = new TreeMap<>();
        ReplayRow absent = new ReplayRow(new TreeMap<>());
        ReplayRow last = absent;
        for (Map.Entry<Long, Bag> entry : states.entrySet()) {
            ReplayRow now = entry.getValue().counts().keySet().stream()
                    .filter(row -> row.values(key).equals(values))
                    .findFirst()
                    .orElse(absent);
            if (!now.equals(last)) {
                life.put(entry.getKey(), now);
                last = now;
            }
        }
        return life;
    }
}
