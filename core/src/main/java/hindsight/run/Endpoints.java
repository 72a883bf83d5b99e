package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.time.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table at the two commits between which it is compared. */
final class Endpoints {
    private final States states;
    private final CommitRange range;
    private final Optional<Seen> before;
    private final Seen now;
    private final WideTable wide;

    private Endpoints(States states, CommitRange range, Optional<Seen> before, Seen now) {
        this.states = states;
        this.range = range;
        this.before = before;
        this.now = now;
        this.wide = WideTable.of(now.table(), before.stream().map(Seen::table).toList());
    }

    /**
     * Finds them.
     *
     * @throws hindsight.problem.InvalidException when there is no such table at the second one
     */
    static Endpoints of(String name, Span span, Store store, States states, Workspace workspace) {
        TableLookup tables = new TableLookup(store, states, workspace.project());
        CommitRange range = CommitRange.of(span, store);
        Memory after = states.memory(range.upTo());
        Seen now = new Seen(tables.at(name, range.upTo()), after);
        Optional<Seen> before =
                tables.before(now.table(), range.after()).map(table -> new Seen(table, states.memory(range.after())));
        return new Endpoints(states, range, before, now);
    }

    CommitRange range() {
        return range;
    }

    Optional<Seen> before() {
        return before;
    }

    Seen now() {
        return now;
    }

    /** Whether all changes in between are recorded. */
    boolean isRecorded() {
        return !now.table().isView()
                && before.map(Seen::table).filter(TableMemory::isView).isEmpty();
    }

    /** What the changes in between come to. */
    RowSet net(Instant clock) {
        if (isRecorded() && !states.hides(now.table(), range)) {
            return new RowSet.NetDiff(wide.memory(), range.after(), range.upTo());
        }
        Optional<TableRows> then = before.map(old -> isRecorded() ? asStored(old, clock) : states.published(old));
        TableRows rows = states.published(now);
        List<TableRows> both = then.map(old -> List.of(rows, old)).orElseGet(() -> List.of(rows));
        return new StateDifference(both, clock).between(then, rows);
    }

    /** What was pruned is compared as it was stored: a column that is stored elsewhere since is another one, whatever its name. */
    private TableRows asStored(Seen old, Instant clock) {
        TableRows rows = states.published(old);
        List<Column> columns = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        for (StoredColumn column : old.table().columns()) {
            String name = wide.memory().columns().stream()
                    .filter(known -> known.physical().contains(column.physical().get(0)))
                    .findFirst()
                    .map(StoredColumn::name)
                    .orElse(column.name());
            columns.add(new Column(name, column.column().type()));
            selected.add(Identifier.quote(column.name()) + " AS " + Identifier.quote(name));
        }
        RowSet renamed = new RowSet.Query(
                "SELECT " + String.join(", ", selected) + " FROM state", Map.of("state", rows.rows()), clock);
        return new TableRows(rows.with(new Schema(columns), List.of()).table(), renamed);
    }

    /** Every change in between, where they are recorded. */
    RowSet log() {
        return new RowSet.Log(wide.memory(), range.after(), range.upTo());
    }

    StagedChanges.Subject subject(boolean everyStep) {
        return new StagedChanges.Subject(
                now.table().name(), range, wide.memory().definition().inexact(), key(), everyStep);
    }

    /** The columns that tell which row of before became which row of now; none where no columns do. */
    private List<String> key() {
        List<String> key = now.table().definition().key();
        boolean paired = before.map(Seen::table).stream()
                .allMatch(then -> folded(then.definition().key()).equals(folded(key))
                        && key.stream().allMatch(name -> wide.named(name).size() == 1));
        return paired ? key : List.of();
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }
}
