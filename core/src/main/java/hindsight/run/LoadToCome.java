package hindsight.run;

import hindsight.history.Digest;
import hindsight.history.Evolution;
import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a load would do to sources, to see what would follow from it. Nothing is published. */
final class LoadToCome {
    private final List<Loaded> sources = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<SourceLoad> loads;
    private final Memory memory;
    private final Instant now;

    /** @param loads what was read */
    LoadToCome(Store store, List<SourceLoad> loads, ManyDeletes deletes, Instant now) {
        Memory head = Plans.head(store);
        this.now = now;
        this.loads = List.copyOf(loads);
        List<Update> taken = new ArrayList<>();
        boolean dated = false;
        for (SourceLoad load : loads) {
            SourceDiff difference = new SourceDiff(store, head, load, now);
            StagedDiff diff = difference.find(deletes);
            if (!difference.updates(diff).isEmpty()) {
                sources.add(new Loaded(load, head.table(load.source().name()), diff));
            }
            updates.addAll(difference.updates(diff));
            taken.addAll(difference.taken(diff));
            dated |= difference.isNewDate();
        }
        if (dated || !updates.isEmpty()) {
            updates.addAll(taken);
        }
        this.memory = then(head, store.line());
    }

    /**
     * A source that the load changes.
     *
     * @param before empty: there is no such table yet
     */
    record Loaded(SourceLoad load, Optional<TableMemory> before, StagedDiff diff) {
        String name() {
            return load.definition().name();
        }

        boolean isDefined() {
            return before.map(TableMemory::definition)
                    .filter(load.definition()::equals)
                    .isEmpty();
        }
    }

    /** What publishing it changes; empty when there is nothing to record. */
    List<Update> updates() {
        return List.copyOf(updates);
    }

    /** What a log says of it; empty when there is nothing to record. */
    String message() {
        return updates.isEmpty() ? "" : Load.message(loads);
    }

    List<Loaded> sources() {
        return List.copyOf(sources);
    }

    Set<String> names() {
        Set<String> names = new HashSet<>();
        sources.forEach(source -> names.add(source.name()));
        return names;
    }

    /** What is remembered, with the definitions that sources would have. */
    Memory memory() {
        return memory;
    }

    /** Lets models be computed as if the load were published. */
    void giveTo(Computation computation) {
        for (Loaded source : sources) {
            boolean defined = source.isDefined();
            computation.give(
                    source.name(),
                    new TableChange(
                            source.load().definition(),
                            defined,
                            defined ? Optional.empty() : Optional.of(source.diff())),
                    rows(source));
        }
    }

    private RowSet rows(Loaded source) {
        TableDefinition definition = source.load().definition();
        return source.before()
                .map(before -> ChangedRows.of(before, definition, source.diff(), now))
                .orElseGet(() -> ChangedRows.first(definition, source.diff(), now));
    }

    private Memory then(Memory head, Line line) {
        List<TableMemory> tables = new ArrayList<>(head.tables().values());
        int next = 1 + tables.stream().mapToInt(TableMemory::id).max().orElse(0);
        for (Loaded source : sources) {
            TableDefinition definition = source.load().definition();
            tables.removeIf(table -> Name.same(table.name(), definition.name()));
            tables.add(
                    source.before().isPresent()
                            ? source.before().get().as(definition, columns(source, next), false)
                            : first(next++, definition, head.seq(), line));
        }
        return Memory.of(head.seq(), tables, head.reversals());
    }

    private static List<StoredColumn> columns(Loaded source, int next) {
        return Evolution.of(
                        source.before().orElseThrow().columns(),
                        next,
                        source.load().definition())
                .columns();
    }

    private static TableMemory first(int id, TableDefinition definition, long seq, Line line) {
        return new TableMemory(
                id,
                definition,
                Evolution.begin(definition).columns(),
                seq,
                0,
                0,
                Digest.EMPTY,
                Optional.empty(),
                false,
                line);
    }
}
