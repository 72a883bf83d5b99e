package hindsight.cli;

import hindsight.plan.Change;
import hindsight.plan.Estimate;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.SourceChange;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.sql.Meaning;
import hindsight.time.EffectiveRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A plan, as lines for what is pending. */
record PlanResult(Plan plan, boolean check) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.name("models").array(plan.models(), model -> write(model, plan.meaning(model.name()), json));
            json.name("sources").array(plan.sources(), source -> write(source, json));
        });
    }

    @Override
    public void writeText(Output output) {
        List<TextTable.Row> rows = new ArrayList<>();
        plan.sources()
                .forEach(source -> rows.add(new TextTable.Row(
                        Tone.CAUTION,
                        List.of(
                                source.name(),
                                "definition changed",
                                "none",
                                "",
                                String.join(", ", source.differences())))));
        plan.models().stream().filter(PlanResult::isWorthALine).forEach(model -> rows.add(row(model)));
        if (!rows.isEmpty()) {
            TextTable.of(
                            TextTable.Column.text("Model"),
                            TextTable.Column.text("Change"),
                            TextTable.Column.text("Strategy"),
                            TextTable.Column.number("Reads rows"),
                            TextTable.Column.text("Why"))
                    .print(rows, output);
        }
        output.line(Tone.FAINT, summary());
    }

    @Override
    public List<Problem> problems() {
        Stream<Problem> refusals = plan.refusals().stream()
                .map(refusal -> new Problem(
                        refusal.code(), Severity.WARNING, refusal.location(), refusal.message(), refusal.hint()));
        return Stream.concat(plan.errors().stream(), refusals).toList();
    }

    @Override
    public Exit exit() {
        if (!plan.errors().isEmpty()) {
            return Exit.FAULT;
        }
        return check && plan.isPending() ? Exit.PENDING : Exit.DONE;
    }

    private String summary() {
        int pending = plan.pending().size() + plan.sources().size();
        UnchangedModels others = new UnchangedModels(plan.models().stream()
                .filter(model -> !isWorthALine(model))
                .map(ModelPlan::name)
                .toList());
        return pending == 0
                ? "Nothing is pending" + others.counted(": ") + "."
                : pending + " pending" + others.besides() + ".";
    }

    private static boolean isWorthALine(ModelPlan model) {
        return !(model.change() instanceof Change.Unchanged);
    }

    private TextTable.Row row(ModelPlan model) {
        boolean view = model.goal().filter(goal -> goal.isView()).isPresent();
        String reads =
                model.strategy() == Strategy.NONE ? "" : count(model.estimate().reads());
        String whole = opaque(plan.meaning(model.name()))
                .map(why -> "; opaque: " + why)
                .or(() -> plan.wholly(model.name()).map(why -> "; full: " + why))
                .orElse("");
        String reason = (view ? "a view; " : "") + model.reason() + whole;
        Tone tone = model.isPending() ? Tone.PLAIN : Tone.CAUTION;
        return new TextTable.Row(
                tone,
                List.of(model.name(), model.change().word(), model.strategy().word(), reads, reason));
    }

    private static String count(OptionalLong rows) {
        return rows.isPresent() ? String.format(Locale.ROOT, "%,d", rows.getAsLong()) : "?";
    }

    /** Why a model is not planned but runs as it is written. */
    private static Optional<String> opaque(Optional<Meaning> meaning) {
        return meaning.filter(found -> found instanceof Meaning.Opaque).map(found -> ((Meaning.Opaque) found).reason());
    }

    private void write(ModelPlan model, Optional<Meaning> meaning, JsonOutput json) {
        json.object(() -> {
            json.field("name", model.name());
            json.field("change", model.change().word());
            json.field("strategy", model.strategy());
            json.field("reason", model.reason());
            write(model.estimate(), json);
            json.name("range");
            model.range().ifPresentOrElse(range -> write(range, json), () -> json.value(null));
            json.field("planned", meaning.isPresent() && opaque(meaning).isEmpty());
            json.field("opaque", opaque(meaning).orElse(null));
            json.field("full_because", plan.wholly(model.name()).orElse(null));
            json.field("pending", model.isPending());
            columns(model, json);
        });
    }

    /** What it has when it is applied; null of what goes. */
    private static void columns(ModelPlan model, JsonOutput json) {
        model.goal()
                .map(Goal::definition)
                .ifPresentOrElse(
                        table -> ColumnsJson.write(table.schema(), table.inexact(), json),
                        () -> json.name("columns").value(null));
    }

    private static void write(Estimate estimate, JsonOutput json) {
        json.name("estimate").object(() -> {
            json.field("reads", estimate.reads());
            json.field("rows", estimate.holds());
        });
    }

    private static void write(EffectiveRange range, JsonOutput json) {
        json.object(() -> {
            json.field("from", range.from());
            json.field("to", range.to());
        });
    }

    private static void write(SourceChange source, JsonOutput json) {
        json.object(() -> {
            json.field("name", source.name());
            json.field("change", "definition changed");
            json.field("reason", String.join(", ", source.differences()));
        });
    }
}
