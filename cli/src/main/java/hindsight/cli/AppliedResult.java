package hindsight.cli;

import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.run.ApplyResult;
import hindsight.run.ApplyResult.ModelResult;
import java.util.List;
import java.util.Locale;

/** What came of an apply, as lines for what was to do. */
record AppliedResult(ApplyResult result) implements CommandResult {
    static final String UNCHANGED = "unchanged";

    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("seq", result.seq());
            json.name("models").array(result.models(), model -> write(model, json));
        });
    }

    @Override
    public void writeText(Output output) {
        List<ModelResult> told = result.models().stream()
                .filter(model -> !model.change().equals(UNCHANGED))
                .toList();
        if (!told.isEmpty()) {
            TextTable.of(
                            TextTable.Column.text("Model"),
                            TextTable.Column.text("Change"),
                            TextTable.Column.text("Strategy"),
                            TextTable.Column.number("Added"),
                            TextTable.Column.number("Retracted"),
                            TextTable.Column.text("Why"),
                            TextTable.Column.text("Time"))
                    .print(told.stream().map(AppliedResult::row).toList(), output);
        }
        UnchangedModels others = new UnchangedModels(result.models().stream()
                .filter(model -> model.change().equals(UNCHANGED))
                .map(ModelResult::name)
                .toList());
        if (result.seq().isPresent()) {
            output.line(Tone.GOOD, "Published #" + result.seq().getAsLong() + others.besides() + ".");
        } else {
            output.line(Tone.FAINT, "Nothing to publish" + others.counted("; ") + ".");
        }
    }

    @Override
    public List<Problem> problems() {
        return result.failures();
    }

    @Override
    public Exit exit() {
        return result.failures().isEmpty() ? Exit.DONE : Exit.FAULT;
    }

    private static TextTable.Row row(ModelResult model) {
        boolean ran = model.strategy() != Strategy.NONE;
        return new TextTable.Row(
                model.published() ? Tone.PLAIN : Tone.FAINT,
                List.of(
                        model.name(),
                        model.change(),
                        model.strategy().word(),
                        ran ? count(model.added()) : "",
                        ran || model.retracted() > 0 ? count(model.retracted()) : "",
                        why(model),
                        ran ? count(model.millis()) + " ms" : ""));
    }

    private static String count(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    /** What was, or would be, done. */
    static void writeFields(ModelResult model, JsonOutput json) {
        json.field("name", model.name());
        json.field("change", model.change());
        json.field("strategy", model.strategy());
        json.field("reason", model.reason());
        json.field("full_because", model.wholly().orElse(null));
        json.field("added", model.added());
        json.field("retracted", model.retracted());
        json.field("millis", model.millis());
    }

    /** Why, and why it was computed whole. */
    static String why(ModelResult model) {
        return model.reason() + model.wholly().map(why -> "; full: " + why).orElse("");
    }

    private static void write(ModelResult model, JsonOutput json) {
        json.object(() -> {
            writeFields(model, json);
            json.field("published", model.published());
        });
    }
}
