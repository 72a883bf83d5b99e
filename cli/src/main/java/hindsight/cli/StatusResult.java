package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Commit;
import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.SourceChange;
import hindsight.problem.Problem;
import hindsight.run.Status;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the warehouse stands.
 *
 * @param warehouse its folder as the user would write it
 */
record StatusResult(Status.Result status, CommitText text, String warehouse) implements CommandResult {
    private static final String UP_TO_DATE = "up to date";

    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("seq", status.head().map(Commit::seq));
            json.field("at", status.head().map(Commit::at));
            json.field("warehouse", warehouse);
            json.field("bytes", status.bytes());
            json.objects("pending", pending(), model -> {
                json.field("name", model.name());
                json.field("change", model.change().word());
                json.field("reason", model.reason());
            });
            json.objects("sources_changed", sources(), source -> {
                json.field("name", source.name());
                json.field("differences", source.differences());
            });
            json.field("unloaded", status.unloaded());
            json.name("tables").array(status.tables(), table -> json.object(() -> write(table, json)));
        });
    }

    private void write(Status.Table table, JsonOutput json) {
        json.field("name", table.memory().name());
        json.field("role", table.memory().definition().role());
        json.field("rows", table.memory().isView() ? null : table.memory().rows());
        json.field("changed", table.changed().map(Commit::seq));
        json.field("changed_at", table.changed().map(Commit::at));
        json.field("basis", table.basis().map(Commit::seq));
        json.field("behind", isPending(table.memory().name()));
    }

    @Override
    public void writeText(Output output) {
        output.line("Warehouse " + warehouse + ", " + ByteSize.text(status.bytes()));
        output.line(status.head()
                .map(head -> "Head " + text.named(head) + ", " + CommitText.kind(head)
                        + (head.message().isEmpty() ? "" : ": " + CommitText.message(head)))
                .orElse("No commits yet."));
        List<TextTable.Row> rows = rows();
        if (!rows.isEmpty()) {
            output.blank();
            TextTable.of(
                            Column.text("Table"),
                            Column.text("Kind"),
                            Column.number("Rows"),
                            Column.text("Changed"),
                            Column.text("State"))
                    .print(rows, output);
        }
        output.blank();
        output.line(verdict());
    }

    @Override
    public List<Problem> problems() {
        return status.obstacles();
    }

    private List<TextTable.Row> rows() {
        List<TextTable.Row> rows = new ArrayList<>();
        for (Status.Table table : status.tables()) {
            String name = table.memory().name();
            rows.add(new TextTable.Row(
                    isPending(name) ? Tone.CAUTION : Tone.PLAIN,
                    List.of(
                            name,
                            table.memory().definition().role().name().toLowerCase(Locale.ROOT),
                            table.memory().isView()
                                    ? ""
                                    : CommitText.count(table.memory().rows()),
                            table.changed().map(text::named).orElse(""),
                            state(name))));
        }
        status.unloaded().forEach(name -> rows.add(TextTable.Row.of(name, "source", "", "", "never loaded")));
        pending().stream()
                .filter(model -> status.tables().stream()
                        .noneMatch(table -> Name.same(table.memory().name(), model.name())))
                .forEach(model -> rows.add(
                        new TextTable.Row(Tone.CAUTION, List.of(model.name(), "model", "", "", described(model)))));
        return rows;
    }

    private String state(String table) {
        Optional<ModelPlan> model = plan(table);
        if (model.isPresent()) {
            return model.get().change() instanceof Change.Unchanged ? UP_TO_DATE : described(model.get());
        }
        return sources().stream()
                .filter(source -> Name.same(source.name(), table))
                .findFirst()
                .map(source -> "definition changed: " + String.join(", ", source.differences()))
                .orElse("");
    }

    private static String described(ModelPlan model) {
        return model.reason().isEmpty() ? model.change().word() : model.change().word() + ": " + model.reason();
    }

    private String verdict() {
        if (status.plan().isEmpty()) {
            return "What is pending cannot be said: the project has problems.";
        }
        int count = pending().size() + sources().size();
        return count == 0
                ? "Nothing is pending."
                : CommitText.count(count, "change is", "changes are") + " pending: hindsight plan tells more.";
    }

    private boolean isPending(String table) {
        return plan(table).filter(ModelPlan::isPending).isPresent();
    }

    private Optional<ModelPlan> plan(String table) {
        return status.plan().stream()
                .flatMap(plan -> plan.models().stream())
                .filter(model -> Name.same(model.name(), table))
                .findFirst();
    }

    private List<ModelPlan> pending() {
        return status.plan().map(Plan::pending).orElse(List.of());
    }

    private List<SourceChange> sources() {
        return status.plan().map(Plan::sources).orElse(List.of());
    }
}
