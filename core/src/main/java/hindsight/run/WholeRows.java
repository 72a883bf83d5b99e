package hindsight.run;

import hindsight.delta.Portions;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Renderings;
import hindsight.plan.WholeForms;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Computes all rows of models by their forms: at once, or in chunks of effective time where they are made of many. */
final class WholeRows {
    /** What all chunks together may read more than one computation at once would, as a part of that. */
    private static final double MOST_EXCESS = 0.25;
    /** A model that reads so many times what a chunk may read is worth two. */
    private static final double WORTH_TWO = 1.5;

    private final Store store;
    private final Upcoming upcoming;
    private final Renderings renderings;
    private final Optional<Chunked> chunked;
    private final Optional<Backfill> backfill;

    /** @param backfill empty: everything at once */
    WholeRows(
            Store store,
            Upcoming upcoming,
            Renderings renderings,
            Optional<Backfill> backfill,
            Maintenance maintenance) {
        this.store = store;
        this.upcoming = upcoming;
        this.renderings = renderings;
        this.backfill = backfill;
        this.chunked = backfill.map(command -> new Chunked(command, store, upcoming, renderings, maintenance));
    }

    Store store() {
        return store;
    }

    /**
     * Stages the rows.
     *
     * @param goal of the model, of which {@code form} may give the rows of some ranges
     */
    StagedTable stage(ModelPlan model, Goal goal, WholeForms.Whole form) {
        return backfill.flatMap(command -> chunks(command, goal, form))
                .flatMap(chunks -> chunked.orElseThrow().stage(model, goal, chunks))
                .orElseGet(() -> atOnce(goal, form));
    }

    private StagedTable atOnce(Goal goal, WholeForms.Whole form) {
        RowSet.Derived rows = upcoming.derived(form, renderings.sql(form.query()));
        return store.stage(goal.setsLogic() ? rows.asQuery() : rows);
    }

    /** Into what chunks it can be parted, where it reads so many rows that they pay. */
    private Optional<Chunked.Work> chunks(Backfill command, Goal goal, WholeForms.Whole form) {
        long rows = upcoming.size(form.inputs());
        if (rows <= WORTH_TWO * command.fewRows()) {
            return Optional.empty();
        }
        long fitting = command.rowsOfChunk(width(form));
        if (rows <= WORTH_TWO * fitting) {
            return Optional.empty();
        }
        String model = goal.definition().name();
        int column = effective(goal, form);
        if (column < 0) {
            command.atOnce(model, rows, "it has no effective column");
            return Optional.empty();
        }
        List<String> tables = form.inputs().stream()
                .sorted(Comparator.comparingLong((String input) -> -upcoming.size(List.of(input))))
                .toList();
        Portions portions = Portions.of(form.query(), column, tables).orElse(null);
        String effective = form.query().names().get(column);
        if (portions == null) {
            command.atOnce(model, rows, "rows of one date of " + effective + " need rows of others");
            return Optional.empty();
        }
        long parted = upcoming.size(portions.tables());
        long least = Math.max(fitting, (long) (parted / (1 + MOST_EXCESS * rows / Math.max(1, rows - parted))));
        if (parted <= WORTH_TWO * least) {
            command.atOnce(
                    model,
                    rows,
                    "for each part of it, " + (rows - parted) + " rows that are not by date would be read");
            return Optional.empty();
        }
        return Optional.of(new Chunked.Work(form, portions, least));
    }

    private static int effective(Goal goal, WholeForms.Whole form) {
        String effective =
                goal.definition().effective().map(time -> time.columns().get(0)).orElse("");
        List<String> names = form.query().names();
        return IntStream.range(0, names.size())
                .filter(i -> Name.same(names.get(i), effective))
                .findFirst()
                .orElse(-1);
    }

    /** Bytes of what is read for a row and of what becomes of it, about. */
    private static long width(WholeForms.Whole form) {
        long read = Traversal.scans(form.query().relation()).stream()
                .mapToLong(scan -> width((Relation) scan))
                .max()
                .orElse(0);
        return read + width(form.query().relation());
    }

    private static long width(Relation relation) {
        return relation.columns().stream().mapToLong(WholeRows::width).sum();
    }

    private static long width(DataType type) {
        TypeFamily family = type.family();
        return family == TypeFamily.TEXT || family == TypeFamily.OTHER ? 16 : 8;
    }
}
