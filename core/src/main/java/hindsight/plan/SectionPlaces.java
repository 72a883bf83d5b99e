package hindsight.plan;

import hindsight.graph.Model;
import hindsight.history.Sections;
import hindsight.history.Update.LogicText;
import hindsight.problem.Problem;
import hindsight.relation.analysis.Placement;
import hindsight.sql.ParsedQuery;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the sections of a model place rows in effective time alike: else what comes of a row of an input could be in the ranges of
 * two sections, or of none. Where a key tells which rows of two sections are about the same, their dates are compared instead, whenever
 * the model is computed.
 */
final class SectionPlaces {
    private final Texts texts;

    SectionPlaces(Texts texts) {
        this.texts = texts;
    }

    /** What is wrong with the sections of a model. */
    Optional<Problem> problem(Model model, Timeline<LogicText> declared) {
        String effective = model.definition().settings().effective().orElse("");
        List<Segment<LogicText>> sections = declared.segments();
        if (sections.size() == 1
                || Sections.areTold(model.definition().settings().key(), effective)) {
            return Optional.empty();
        }
        Optional<Placement> first =
                texts.placement(model.name(), sections.get(0).value(), effective);
        for (Segment<LogicText> section : sections) {
            Optional<Placement> place = texts.placement(model.name(), section.value(), effective);
            if (place.isEmpty()) {
                return Optional.of(problem(model, section, effective, "is not computed from the columns of one table"));
            }
            if (!place.equals(first)) {
                return Optional.of(problem(
                        model,
                        section,
                        effective,
                        "is computed otherwise than in the section "
                                + sections.get(0).range()));
            }
        }
        return Optional.empty();
    }

    private static Problem problem(Model model, Segment<LogicText> section, String effective, String what) {
        ParsedQuery query = model.timeline().segments().stream()
                .filter(written -> written.range().intersect(section.range()).isPresent())
                .findFirst()
                .orElseThrow()
                .value();
        return Problem.error(
                "section-effective",
                query.sql().locate(0, 1),
                "Cannot put the sections of model " + model.name() + " together: in the section " + section.range()
                        + ", '" + effective + "' " + what + ", so that rows could be in two sections or in none",
                "Compute '" + effective
                        + "' alike in all sections, from columns of one source or model; or declare a key without '"
                        + effective
                        + "', by which the dates of the sections can be compared; or restate: one text for all time.");
    }
}
