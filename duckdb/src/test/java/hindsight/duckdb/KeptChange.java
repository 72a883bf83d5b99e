package hindsight.duckdb;

import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.KeptAggregate;
import hindsight.delta.KeptAggregates;
import hindsight.delta.Side;
import hindsight.relation.BoundQuery;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Derives the change of a query whose aggregates are read from states, which are held against what they are made of. */
final class KeptChange {
    private final ClockedRows rows;
    private final InputChange base;
    private final Map<String, InputChange> tables;
    private final Map<String, InputChange> changed;

    /**
     * @param changed how the tables that changed can be read, by their folded names
     * @param base whether the heads of states have old or new rows
     */
    KeptChange(ClockedRows rows, Map<String, InputChange> changed, InputChange base) {
        this.rows = rows;
        this.base = base;
        this.tables = changed;
        this.changed = new HashMap<>(changed);
    }

    /** Empty where no state changes, or where it is not derived. */
    Optional<BoundQuery> of(BoundQuery query) {
        KeptAggregates kept = KeptAggregates.of(query, this::follow);
        return !kept.states().isEmpty()
                        && Derivation.change(kept.query(), changed, rows.clock()) instanceof Derived.Change change
                ? Optional.of(change.query())
                : Optional.empty();
    }

    private boolean follow(KeptAggregate state) {
        if (!(state.change(changed, rows.clock(), base) instanceof Derived.Change change)) {
            return false;
        }
        String before = written(state, Side.OLD);
        String after = written(state, Side.NEW);
        String versioned = "*, row_number() OVER () AS " + Side.VERSION;
        if (base == InputChange.HEAD_IS_NEW) {
            rows.keep(Side.HEAD.of(state.table()), versioned, after);
        } else {
            rows.keepOld(Side.HEAD.of(state.table()), versioned, before);
        }
        String sql = DerivedChange.written(change.query());
        rows.keep(Side.DIFF.of(state.table()), "*", sql);
        new Answers(rows.before(before), rows.after(after))
                .check(
                        rows.after("SELECT * EXCLUDE (" + Side.VERSION + ") FROM "
                                + SidedTables.quoted(Side.DIFF, state.table())),
                        sql);
        changed.put(Name.folded(state.table()), base);
        return true;
    }

    private String written(KeptAggregate state, Side side) {
        return DerivedChange.written(SidedTables.sided(state.query(), tables, side));
    }
}
