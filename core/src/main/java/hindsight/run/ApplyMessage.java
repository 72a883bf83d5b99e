package hindsight.run;

import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in a few words what an apply did, for a log that nobody wrote a message for. */
final class ApplyMessage {
    private static final int NAMED = 3;

    private final Map<String, Set<String>> parts = new LinkedHashMap<>();

    private ApplyMessage() {}

    /** Such as "build daily; follow orders". */
    static String of(Computation computation) {
        ApplyMessage message = new ApplyMessage();
        computation.plan().models().stream()
                .filter(model -> model.goal().isEmpty())
                .forEach(message::add);
        computation.outcomes().stream().filter(Outcome::isDone).forEach(outcome -> message.add(outcome.plan()));
        computation.outcomes().stream()
                .filter(outcome -> outcome.state() == Outcome.State.UNTOUCHED)
                .flatMap(outcome -> outcome.plan().find(Change.Renamed.class).stream()
                        .map(renamed -> renamed.from() + " to " + outcome.plan().name()))
                .forEach(renaming -> message.add("rename", renaming));
        computation.outcomes().stream()
                .map(Outcome::plan)
                .filter(plan -> plan.find(Change.Redeclared.class).isPresent())
                .forEach(plan -> message.add("declare", plan.name()));
        computation.plan().sources().forEach(source -> message.add("redefine", source.name()));
        return message.text();
    }

    private void add(ModelPlan model) {
        for (Change change : model.changes()) {
            if (change instanceof Change.New) {
                add("build", model.name());
            } else if (change instanceof Change.LogicChanged logic) {
                add(logic.restatement() ? "restate" : "edit", model.name());
            } else if (change instanceof Change.DefinitionChanged) {
                if (model.find(Change.LogicChanged.class).isEmpty()) {
                    add("redefine", model.name());
                }
            } else if (change instanceof Change.Dropped) {
                add("drop", model.name());
            } else if (change instanceof Change.Renamed renamed) {
                add("rename", renamed.from() + " to " + model.name());
            } else if (change instanceof Change.InputsChanged changed) {
                changed.inputs().forEach(input -> add("follow", input.table()));
            } else if (change instanceof Change.ClockMoved) {
                add("follow", "the clock");
            }
        }
    }

    private void add(String verb, String name) {
        parts.computeIfAbsent(verb, fresh -> new LinkedHashSet<>()).add(name);
    }

    private String text() {
        List<String> clauses = new ArrayList<>();
        parts.forEach((verb, names) -> {
            List<String> first = names.stream().limit(NAMED).toList();
            int rest = names.size() - first.size();
            clauses.add(verb + " " + String.join(", ", first) + (rest > 0 ? " and " + rest + " more" : ""));
        });
        return String.join("; ", clauses);
    }
}
