package hindsight.run;

import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.Store.Fingerprint;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.run.Verify.Against;
import hindsight.run.Verify.Finding;
import hindsight.run.Verify.Sample;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares one table as of a commit with everything that should give the same rows. */
final class TableCheck {
    private final Store store;
    private final States states;
    private final long seq;
    private final Optional<StateCheck> head;
    private final Instant clock;

    /** @param head there if {@code seq} is the newest commit, so that there is a head to compare with, and there are states */
    TableCheck(Store store, States states, long seq, Optional<StateCheck> head, Instant clock) {
        this.store = store;
        this.states = states;
        this.seq = seq;
        this.head = head;
        this.clock = clock;
    }

    Verify.Table run(TableMemory table) {
        return store.keeping().hides(table, seq) ? remade(table) : stored(table);
    }

    /** What was pruned is compared with what it was remembered with when it is computed anew. */
    private Verify.Table remade(TableMemory table) {
        try {
            states.rows(table, seq);
            return new Verify.Table(table.name(), table.rows(), List.of(), Set.of());
        } catch (InvalidException failed) {
            return new Verify.Table(
                    table.name(),
                    table.rows(),
                    List.of(finding(Against.LOGIC, "what was pruned differs: " + failed.getMessage())),
                    Set.of());
        }
    }

    private Verify.Table stored(TableMemory table) {
        List<Finding> findings = new ArrayList<>();
        RowSet history = new RowSet.Replayed(table, seq);
        Fingerprint replayed = store.fingerprint(table, history);
        Fingerprint remembered = new Fingerprint(table.rows(), table.digest());
        if (!replayed.equals(remembered)) {
            findings.add(finding(
                    Against.REMEMBERED, shown(remembered) + " remembered, and its history gives " + shown(replayed)));
        }
        TableMemory whole = withEveryColumnExact(table);
        Fingerprint full = table.definition().inexact().isEmpty() ? replayed : store.fingerprint(whole, history);
        Fingerprint log = logged(whole);
        if (!log.equals(full)) {
            findings.add(finding(
                    Against.LOG,
                    "what was added and retracted comes to " + shown(log) + ", and its history gives " + shown(full)));
        }
        if (head.isPresent()) {
            checkHead(whole, full, findings);
        }
        if (table.model().isPresent()) {
            checkLogic(table, replayed, findings);
            head.ifPresent(states -> findings.addAll(states.run(table, seq)));
        }
        return new Verify.Table(table.name(), replayed.rows(), findings, Set.of());
    }

    private void checkHead(TableMemory table, Fingerprint full, List<Finding> findings) {
        RowSet head = new RowSet.Stored(table, seq);
        Fingerprint found = store.fingerprint(table, head);
        if (!found.equals(full)) {
            List<Sample> samples = samples(table.definition(), new RowSet.Replayed(table, seq), head);
            findings.add(new Finding(
                    Against.HEAD, "its head has " + shown(found) + ", and its history gives " + shown(full), samples));
        }
    }

    private void checkLogic(TableMemory table, Fingerprint replayed, List<Finding> findings) {
        long basis = table.model().map(ModelMemory::basis).orElseThrow();
        StagedTable recomputed;
        try {
            recomputed = store.stage(states.recomputed(table, seq));
        } catch (InvalidException failed) {
            findings.add(finding(
                    Against.LOGIC,
                    "its logic cannot be run over its inputs AS OF #" + basis + ": " + failed.getMessage()));
            return;
        }
        RowSet rows = new RowSet.Staged(recomputed);
        Comparison comparison = new Comparison(table.definition());
        if (comparison.isByDigest() && store.fingerprint(table, rows).equals(replayed)) {
            return;
        }
        List<Sample> samples = samples(table.definition(), rows, new RowSet.Replayed(table, seq));
        if (!samples.isEmpty()) {
            findings.add(new Finding(
                    Against.LOGIC, "its logic over its inputs AS OF #" + basis + " gives other rows", samples));
        }
    }

    private List<Sample> samples(TableDefinition definition, RowSet expected, RowSet found) {
        return new Comparison(definition).samples(store, expected, found, clock);
    }

    /** Digests add up, so that the sum over all that was ever added less that over all retracted is the digest of the state. */
    private Fingerprint logged(TableMemory table) {
        Fingerprint added = store.fingerprint(table, changes(table, "_weight > 0"));
        Fingerprint retracted = store.fingerprint(table, changes(table, "_weight < 0"));
        return new Fingerprint(added.rows() - retracted.rows(), added.digest().minus(retracted.digest()));
    }

    private RowSet changes(TableMemory table, String condition) {
        String columns = Identifier.list(table.definition().schema().names());
        return new RowSet.Query(
                "SELECT " + columns + " FROM changes WHERE " + condition,
                Map.of("changes", new RowSet.Changes(table, 0, seq)),
                clock);
    }

    private static TableMemory withEveryColumnExact(TableMemory table) {
        TableDefinition is = table.definition();
        TableDefinition exact =
                new TableDefinition(is.name(), is.role(), is.schema(), Set.of(), is.key(), is.effective(), is.load());
        return table.as(exact, table.columns(), table.dropped());
    }

    private static Finding finding(Against against, String message) {
        return new Finding(against, message, List.of());
    }

    private static String shown(Fingerprint fingerprint) {
        return fingerprint.rows() + " rows with digest " + fingerprint.digest();
    }
}
