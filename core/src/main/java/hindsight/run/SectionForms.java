package hindsight.run;

import hindsight.delta.Branches;
import hindsight.history.TableDefinition;
import hindsight.plan.WholeForms;
import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The sections of a model's timeline in its form. */
final class SectionForms {
    private SectionForms() {}

    /** The least that has to be done where a change touches one section. */
    static WholeForms.Whole least(WholeForms.Whole form, Optional<Branches> sections) {
        return sections.map(all -> form.part(all.only(section -> section == 0))).orElse(form);
    }

    /** The sections of a form, which the model's effective time tells apart. */
    static Optional<Branches> of(WholeForms.Whole form, TableDefinition definition) {
        String effective = definition
                .effective()
                .map(time -> Name.folded(time.columns().get(0)))
                .orElse("");
        List<String> names = form.query().names();
        return IntStream.range(0, names.size())
                .filter(column -> Name.folded(names.get(column)).equals(effective))
                .boxed()
                .findFirst()
                .flatMap(column -> Branches.of(form.query(), column));
    }
}
