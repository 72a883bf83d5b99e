package hindsight.cli;

import hindsight.run.Diff;
import hindsight.run.Explain.Effect;
import hindsight.run.Explained;
import java.util.Locale;

/** What every form of an explained diff begins with: the difference, and what each effect comes to. */
final class ExplanationHeadline {
    private ExplanationHeadline() {}

    static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    static void print(Explained explained, Output output) {
        DiffHeadline.print(explained.whole(), output);
        if (explained.reason().isPresent()) {
            if (!explained.whole().isEmpty()) {
                Effect only = explained.effects().keySet().iterator().next();
                output.line("  all by " + word(only) + ": " + explained.reason().get());
            }
            return;
        }
        explained
                .effects()
                .forEach((effect, changes) -> output.line("  by " + word(effect) + ": " + DiffHeadline.words(changes)));
    }

    static void write(Explained explained, JsonOutput json) {
        DiffHeadline.write(explained.whole(), json);
        json.name("effects").object(() -> {
            for (Effect effect : Effect.values()) {
                Diff.Summary changes = explained.effects().get(effect);
                json.name(word(effect)).object(() -> {
                    json.field("added", changes == null ? 0 : changes.added());
                    json.field("retracted", changes == null ? 0 : changes.retracted());
                    json.field("changed", changes == null ? 0 : changes.changed());
                });
            }
        });
        json.field("reason", explained.reason());
    }
}
