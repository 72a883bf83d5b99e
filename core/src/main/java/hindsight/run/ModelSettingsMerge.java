package hindsight.run;

import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.project.Effective;
import hindsight.schema.Name;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Merges what models are beside their SQL: key, effective time, and whether they are views. */
final class ModelSettingsMerge {
    private final MergedFacts merged;
    private final ConflictPolicy policy;

    /** @param merged knows already what logic is to be in force */
    ModelSettingsMerge(MergedFacts merged, ConflictPolicy policy) {
        this.merged = merged;
        this.policy = policy;
    }

    void merge(TableMemory base, TableMemory theirs, TableMemory ours) {
        TableSettings before = TableSettings.of(base.definition());
        TableSettings after = TableSettings.of(theirs.definition());
        TableSettings now = TableSettings.of(ours.definition());
        if (before.isSame(after)) {
            return;
        }
        merged.differ = true;
        TableSettings wanted = new TableSettings(
                part(ours, "its kind", List.of(before.role(), after.role(), now.role())),
                part(ours, "its key", List.of(before.key(), after.key(), now.key())),
                effective(
                        ours,
                        part(
                                ours,
                                "its effective column",
                                List.of(before.effective(), after.effective(), now.effective()))));
        if (!wanted.isSame(now)) {
            merged.settings.put(Name.folded(ours.name()), wanted);
        }
    }

    /** @param values base, theirs, ours */
    private <T> T part(TableMemory model, String what, List<T> values) {
        T base = values.get(0);
        T theirs = values.get(1);
        T ours = values.get(2);
        if (base.equals(theirs) || ours.equals(theirs)) {
            return ours;
        }
        if (ours.equals(base)) {
            return theirs;
        }
        clash(model, what + " was changed later", values);
        return policy == ConflictPolicy.FORCE ? theirs : ours;
    }

    /** Sections are placed by it. */
    private Optional<Effective> effective(TableMemory model, Optional<Effective> wanted) {
        Optional<Effective> now = model.definition().effective();
        int sections = Optional.ofNullable(merged.logic.get(Name.folded(model.name())))
                .map(logic -> logic.segments().size())
                .orElseGet(() -> model.model()
                        .map(ModelMemory::inForce)
                        .orElseThrow()
                        .segments()
                        .size());
        if (sections == 1 || wanted.equals(now)) {
            return wanted;
        }
        clash(model, "its sections are placed by its effective column", List.of(now, wanted, now));
        return now;
    }

    private void clash(TableMemory model, String reason, List<?> values) {
        merged.clash(new Conflict(
                model.name(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                shown(values.get(0)),
                shown(values.get(2)),
                shown(values.get(1)),
                reason));
    }

    private static String shown(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(effective -> String.join(", ", ((Effective) effective).columns()))
                    .orElse("none");
        }
        return value instanceof List<?> names
                ? names.isEmpty()
                        ? "none"
                        : String.join(", ", names.stream().map(String::valueOf).toList())
                : String.valueOf(value).toLowerCase(Locale.ROOT);
    }
}
