package hindsight.run;

import hindsight.plan.SourceChange;
import hindsight.schema.SchemaDifference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an apply would publish.
 *
 * @param head the commit that it was compared with; 0 before the first
 * @param pending whether there is anything to publish
 * @param sources whose definition would change
 * @param models every model that was considered, in order
 * @param kept where it is kept, if it is
 */
public record PreviewResult(
        long head, boolean pending, List<SourceChange> sources, List<ModelPreview> models, Optional<Kept> kept) {
    public PreviewResult {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
    }

    /** The branch that holds a preview, and the commit there. */
    public record Kept(String branch, long seq) {}

    PreviewResult kept(String branch, long seq) {
        return new PreviewResult(head, pending, sources, models, Optional.of(new Kept(branch, seq)));
    }

    /**
     * What would become of one model.
     *
     * @param result as an apply would tell it
     * @param rows how many it has now; empty when it has none to lose: a view, or one that is not built yet
     * @param changed how many of the added rows replace a retracted one of the same key
     * @param concerned how many rows come, go or change: a row that changes counts once, and of a table that is dropped all do
     * @param time which effective time the rows are of; empty without rows or effective column
     * @param schema how its columns change; of one that is not built yet, all are added
     * @param sample some of the rows; empty when there are none
     */
    public record ModelPreview(
            ApplyResult.ModelResult result,
            OptionalLong rows,
            long changed,
            long concerned,
            Optional<Time> time,
            SchemaDifference schema,
            Optional<RowSample> sample) {
        public String name() {
            return result.name();
        }
    }

    /** First and last value of the effective column among the rows that differ. */
    public record Time(String first, String last) {}

    /** How many rows all models gain. */
    public long added() {
        return models.stream().mapToLong(model -> model.result().added()).sum();
    }

    /** How many rows all models lose. */
    public long retracted() {
        return models.stream().mapToLong(model -> model.result().retracted()).sum();
    }

    /** How many rows of all models are replaced by one of the same key. */
    public long changed() {
        return models.stream().mapToLong(ModelPreview::changed).sum();
    }
}
