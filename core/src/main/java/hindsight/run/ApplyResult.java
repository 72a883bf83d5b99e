package hindsight.run;

import hindsight.history.StagedDiff;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of an apply.
 *
 * @param seq the new commit; empty when nothing was to do
 * @param models every model that was considered, in order
 * @param failures what kept models from being published; empty unless partial results were allowed
 */
public record ApplyResult(OptionalLong seq, List<ModelResult> models, List<Problem> failures) {
    public ApplyResult {
        models = List.copyOf(models);
        failures = List.copyOf(failures);
    }

    /**
     * What came of one model.
     *
     * @param change one or two words, such as "inputs changed"
     * @param strategy that was used
     * @param reason why, or why not
     * @param wholly why it was computed whole, where only its inputs or the clock changed
     * @param added rows
     * @param retracted rows
     * @param published whether this apply published something of it
     */
    public record ModelResult(
            String name,
            String change,
            Strategy strategy,
            String reason,
            Optional<String> wholly,
            long added,
            long retracted,
            long millis,
            boolean published) {
        private static final String LOADED = "load";

        /** Whether it is a source that is to be loaded. */
        public boolean isLoaded() {
            return change.equals(LOADED);
        }

        /** The same with more to say of why. */
        ModelResult saying(String more) {
            return new ModelResult(name, change, strategy, reason + more, wholly, added, retracted, millis, published);
        }

        /** Of a source that is to be loaded. */
        static ModelResult loaded(String source, String files, StagedDiff diff) {
            return new ModelResult(
                    source,
                    LOADED,
                    Strategy.NONE,
                    "from " + files,
                    Optional.empty(),
                    diff.added(),
                    diff.retracted(),
                    0,
                    true);
        }
    }
}
