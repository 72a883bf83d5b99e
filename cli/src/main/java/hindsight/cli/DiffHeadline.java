package hindsight.cli;

import hindsight.run.Diff;

/** What every form of a diff begins with. */
final class DiffHeadline {
    private DiffHeadline() {}

    static void print(Diff.Summary summary, Output output) {
        output.line(summary.table() + " " + summary.range() + ": " + words(summary));
    }

    /** How many rows it is about. */
    static String words(Diff.Summary summary) {
        if (summary.isEmpty()) {
            return "no difference";
        }
        String changed = summary.changed() > 0 ? ", of which " + CommitText.count(summary.changed()) + " changed" : "";
        return CommitText.count(summary.added(), "row", "rows") + " added, " + CommitText.count(summary.retracted())
                + " retracted" + changed;
    }

    static void write(Diff.Summary summary, JsonOutput json) {
        json.field("table", summary.table());
        json.field("after", summary.range().after());
        json.field("up_to", summary.range().upTo());
        json.field("key", summary.key());
        json.field("added", summary.added());
        json.field("retracted", summary.retracted());
        json.field("changed", summary.changed());
    }
}
