package hindsight.run;

import hindsight.history.Line;
import hindsight.history.ModelRun;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.plan.WholeForms;
import hindsight.relation.Traversal;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** What maintaining models takes, and computing them whole: by what both took before, and by rough figures until they were tried. */
final class Costs {
    /** With fewer rows to read, both take what their statements take, and nothing is remembered. */
    private static final long LEAST_ROWS = 1_000_000;
    /** So often must something have been tried: a single run may have had to wait for another process. */
    private static final int TRIED = 2;
    /** So many times what the rough figures say must maintaining a model take that computing it whole is tried. */
    private static final double SUSPECT = 4;
    /** What planning the change of one operator takes, about. */
    private static final double MILLIS_OF_OPERATOR = 6;
    /** What computing a model whole takes beside its rows, and what may be lost. */
    private static final double MILLIS_OF_START = 15;
    /** What computing a row that a model reads takes, about. */
    private static final double MILLIS_OF_ROW = 0.000012;
    /** What comparing a row of the model with its head takes, about. */
    private static final double MILLIS_OF_RESULT = 0.00015;
    /** How much longer a row takes in a diff than in a computation of the whole, about. */
    private static final double DIFF_ROW = 3;

    private final Store store;
    private final Map<Line, Map<Integer, List<ModelRun>>> remembered = new HashMap<>();
    private final Map<String, ModelRun> found = new HashMap<>();

    Costs(Store store) {
        this.store = store;
    }

    /**
     * Why computing a model whole is cheaper than maintaining it.
     *
     * @param read number of rows that its inputs have
     * @param changed number of rows in their diffs, where that is known
     */
    Optional<String> loss(TableMemory model, WholeForms.Whole form, long read, OptionalLong changed) {
        List<ModelRun> runs = read < LEAST_ROWS
                ? List.of()
                : remembered.computeIfAbsent(model.line(), store::runs).getOrDefault(model.id(), List.of());
        return loss(runs, new Size(Traversal.upward(form.query().relation()).size(), model.rows(), read, changed));
    }

    /**
     * What a model has to do.
     *
     * @param operators of its plan
     * @param rows that it has
     */
    record Size(int operators, long rows, long read, OptionalLong changed) {}

    static Optional<String> loss(List<ModelRun> runs, Size size) {
        long read = size.read();
        double roughly = MILLIS_OF_START + MILLIS_OF_ROW * read + MILLIS_OF_RESULT * size.rows();
        double[] wholes = times(runs, false, run -> (double) run.millis() * read / run.read());
        double whole = wholes.length == 0 ? roughly : wholes[0];
        double row = DIFF_ROW * whole / Math.max(1, read);
        double[] diffs = times(
                runs,
                true,
                run -> Math.max(0, run.millis() + row * (size.changed().orElse(run.changed()) - run.changed())));
        double maintained = diffs.length < TRIED ? MILLIS_OF_OPERATOR * size.operators() : diffs[0];
        if (wholes.length < TRIED && diffs.length >= TRIED && maintained > SUSPECT * roughly) {
            whole = roughly;
        }
        if (maintained <= whole) {
            return Optional.empty();
        }
        return Optional.of(
                runs.isEmpty()
                        ? "computing its " + read + " input rows is cheaper"
                        : "computing it takes about " + Math.round(whole) + " ms, maintaining it "
                                + Math.round(maintained) + " ms");
    }

    /**
     * Why computing an edited model whole is cheaper than finding out which of its rows differ.
     *
     * @param both what it did and does
     * @param read number of rows that its inputs have
     */
    static Optional<String> lossOfEdit(TableMemory model, WholeForms.Whole both, long read) {
        double whole = MILLIS_OF_START + MILLIS_OF_ROW * read + MILLIS_OF_RESULT * model.rows();
        int operators = Traversal.upward(both.query().relation()).size();
        return 2 * MILLIS_OF_ROW * read + MILLIS_OF_OPERATOR * operators > whole
                ? Optional.of("computing its " + read + " input rows is cheaper")
                : Optional.empty();
    }

    /** In order. */
    private static double[] times(List<ModelRun> runs, boolean maintained, ToDoubleFunction<ModelRun> now) {
        return runs.stream()
                .filter(run -> run.maintained() == maintained)
                .mapToDouble(now)
                .sorted()
                .toArray();
    }

    /** Remembers what a model took, where that says something of its rows. */
    void note(String model, ModelRun run) {
        if (run.read() >= LEAST_ROWS) {
            found.put(Name.folded(model), run);
        }
    }

    Optional<Update> update(String model) {
        return Optional.ofNullable(found.get(Name.folded(model))).map(run -> new Update.Ran(model, run));
    }
}
