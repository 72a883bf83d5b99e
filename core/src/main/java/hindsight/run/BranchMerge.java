package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.ModelMemory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.history.Update.LogicText;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.merge.TimelineMerge;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges the primary facts of another branch: what files declare, what is in force, what tables are, and rows of sources. */
final class BranchMerge {
    private static final Timeline<LogicText> NOTHING = Timeline.always(new LogicText("", "", List.of()));

    private final ThreeStates states;
    private final BranchSources sources;
    private final ConflictPolicy policy;
    private final MergedFacts merged;

    /** @param merged to be filled */
    BranchMerge(ThreeStates states, BranchSources sources, ConflictPolicy policy, MergedFacts merged) {
        this.states = states;
        this.sources = sources;
        this.policy = policy;
        this.merged = merged;
    }

    void merge() {
        List<Threefold> tables = Threefold.of(states);
        for (Threefold table : tables) {
            if (table.isModel()) {
                model(table);
            } else if (!table.isSource()) {
                merged.clash(Conflict.of(table.name(), "it is a source on one branch and a model on the other"));
            }
        }
        keepWhatIsRead();
        tables.stream().filter(Threefold::isSource).forEach(table -> sources.merge(table, this::isRead));
    }

    private void model(Threefold model) {
        TableMemory base = model.base();
        TableMemory theirs = model.theirs();
        TableMemory ours = model.ours();
        if (theirs == null) {
            if (base != null && ours != null) {
                withdraw(base, ours);
            }
        } else if (ours == null) {
            comeBack(base, theirs);
        } else {
            Texts texts = new Texts(ours);
            logic(texts, base, theirs, ours);
            settings(base, theirs, ours);
            rename(base, theirs, ours);
        }
    }

    private void comeBack(@Nullable TableMemory base, TableMemory theirs) {
        if (base != null) {
            if (isSame(base, theirs)) {
                return;
            }
            merged.clash(Conflict.of(theirs.name(), "it was dropped here and changed there"));
            if (policy != ConflictPolicy.FORCE) {
                return;
            }
        }
        String name = Name.folded(theirs.name());
        Texts texts = new Texts(theirs);
        merged.returning.put(name, theirs);
        merged.logic.put(name, texts.inForce(theirs));
        merged.declared.put(name, texts.declared(theirs));
    }

    /** What they dropped. */
    private void withdraw(TableMemory base, TableMemory ours) {
        if (!isSame(base, ours)) {
            merged.clash(Conflict.of(ours.name(), "it was changed here and dropped there"));
            if (policy != ConflictPolicy.FORCE) {
                return;
            }
        }
        merged.dropped.add(Name.folded(ours.name()));
    }

    private static boolean isSame(TableMemory one, TableMemory other) {
        Texts texts = new Texts(one);
        TableDefinition a = one.definition();
        TableDefinition b = other.definition();
        return texts.inForce(one).equals(texts.inForce(other))
                && texts.declared(one).equals(texts.declared(other))
                && a.role() == b.role()
                && a.key().equals(b.key())
                && a.effective().equals(b.effective())
                && Name.same(a.name(), b.name());
    }

    private void logic(Texts texts, @Nullable TableMemory base, TableMemory theirs, TableMemory ours) {
        Timeline<LogicText> then = base == null ? NOTHING : texts.inForce(base);
        TimelineMerge<LogicText> inForce = TimelineMerge.of(then, texts.inForce(ours), texts.inForce(theirs), policy);
        inForce.conflicts()
                .forEach(clash -> merged.clash(Conflict.ofLogic(ours.name(), clash, "both changed its logic")));
        put(ours, texts.inForce(ours), inForce.merged(), merged.logic);
        TimelineMerge<LogicText> declared = TimelineMerge.of(
                base == null ? NOTHING : texts.declared(base), texts.declared(ours), texts.declared(theirs), policy);
        if (inForce.conflicts().isEmpty()) {
            declared.conflicts()
                    .forEach(clash -> merged.clash(Conflict.ofLogic(ours.name(), clash, "both edited its file")));
        }
        put(ours, texts.declared(ours), declared.merged(), merged.declared);
    }

    private static void put(
            TableMemory model,
            Timeline<LogicText> now,
            Timeline<LogicText> then,
            Map<String, Timeline<LogicText>> changed) {
        if (!then.equals(now)) {
            changed.put(Name.folded(model.name()), then);
        }
    }

    /** What is in force, and what files said. */
    private void settings(@Nullable TableMemory base, TableMemory theirs, TableMemory ours) {
        long before = merged.clashes;
        put(ours, settings(new SettingsMerge(base, theirs, ours, policy, merged)), merged.settings);
        MergedFacts told = merged.clashes == before ? merged : new MergedFacts();
        SettingsMerge files =
                new SettingsMerge(base == null ? null : declared(base), declared(theirs), declared(ours), policy, told);
        put(files.ours(), settings(files), merged.declaredSettings);
    }

    private static TableSettings settings(SettingsMerge settings) {
        return new TableSettings(
                settings.merged(TableDefinition::role, "materialization"),
                settings.merged(TableDefinition::key, "key"),
                settings.merged(TableDefinition::effective, "effective column"));
    }

    private static void put(TableMemory model, TableSettings wanted, Map<String, TableSettings> changed) {
        if (!wanted.equals(TableSettings.of(model.definition()))) {
            changed.put(Name.folded(model.name()), wanted);
        }
    }

    private static TableMemory declared(TableMemory model) {
        return model.model()
                .flatMap(ModelMemory::heldBack)
                .map(file -> model.as(model.definition().with(file), model.columns(), model.dropped()))
                .orElse(model);
    }

    private void rename(@Nullable TableMemory base, TableMemory theirs, TableMemory ours) {
        if (base == null || Name.same(base.name(), theirs.name()) || Name.same(ours.name(), theirs.name())) {
            return;
        }
        boolean taken = states.ours().table(theirs.name()).isPresent();
        boolean both = !Name.same(base.name(), ours.name());
        if (taken || both) {
            merged.clash(Conflict.of(
                    ours.name(),
                    taken ? "there it is called " + theirs.name() + ", as another table is here" : "both renamed it"));
        }
        if (!taken && (!both || policy == ConflictPolicy.FORCE)) {
            merged.renamed.put(Name.folded(ours.name()), theirs.name());
        }
    }

    /** A model that something reads that stays cannot go; then it stays itself, with what it reads. */
    private void keepWhatIsRead() {
        boolean kept = true;
        while (kept) {
            kept = merged.dropped.removeIf(this::isStillRead);
        }
    }

    private boolean isStillRead(String model) {
        String name = states.ours().table(model).orElseThrow().name();
        boolean read = isRead(name);
        if (read) {
            merged.clash(Conflict.of(
                    name, "it was dropped there, and " + readers(name).get(0) + " reads it"));
        }
        return read;
    }

    private boolean isRead(String table) {
        return !readers(table).isEmpty();
    }

    /** Names of models that will be there and read a table. */
    private List<String> readers(String table) {
        List<String> readers = new ArrayList<>();
        Stream.concat(states.ours().live().stream(), merged.returning.values().stream())
                .filter(other -> other.model().isPresent() && !merged.drops(other.name()))
                .filter(other -> inputs(other).stream().anyMatch(input -> Name.same(input, table)))
                .map(TableMemory::name)
                .forEach(readers::add);
        return readers;
    }

    private Set<String> inputs(TableMemory model) {
        Timeline<LogicText> logic =
                merged.logic.getOrDefault(Name.folded(model.name()), new Texts(model).inForce(model));
        Set<String> inputs = new HashSet<>();
        logic.segments().forEach(segment -> inputs.addAll(segment.value().inputs()));
        return inputs;
    }

    /** Texts that mean the same count as one, whatever their formatting; and whether one turned out to be opaque says nothing of what it does. */
    private static final class Texts {
        private final Map<String, LogicText> known = new HashMap<>();

        /** @param preferred whose wording is kept */
        Texts(TableMemory preferred) {
            inForce(preferred);
            declared(preferred);
        }

        Timeline<LogicText> inForce(TableMemory model) {
            return model.model().orElseThrow().inForce().map(this::text);
        }

        Timeline<LogicText> declared(TableMemory model) {
            return model.model().orElseThrow().declared().map(this::text);
        }

        private LogicText text(LogicVersion version) {
            return known.computeIfAbsent(
                    version.fingerprint(), fingerprint -> new LogicText(version.sql(), fingerprint, version.inputs()));
        }
    }
}
