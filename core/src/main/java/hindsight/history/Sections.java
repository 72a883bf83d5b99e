package hindsight.history;

import hindsight.history.Update.LogicText;
import hindsight.project.Effective;
import hindsight.schema.Name;
import hindsight.sql.SectionsText;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sections of a model's timeline as one text, which its rows follow. */
public final class Sections {
    private Sections() {}

    /**
     * Of some sections.
     *
     * @param effective of the model; there is one where it is not a single section that always holds
     */
    public static LogicText together(List<Segment<LogicText>> sections, Optional<Effective> effective) {
        List<LogicText> texts = sections.stream().map(Segment::value).toList();
        if (sections.get(0).range().equals(EffectiveRange.ALWAYS)) {
            return texts.get(0);
        }
        return together(
                texts,
                SectionsText.of(
                        written(sections), effective.orElseThrow().columns().get(0)));
    }

    /** Of some sections of a model, with all of its columns. */
    public static LogicText part(List<Segment<LogicText>> sections, TableDefinition model) {
        String column = model.effective().orElseThrow().columns().get(0);
        return together(
                sections.stream().map(Segment::value).toList(),
                SectionsText.part(written(sections), column, model.schema()));
    }

    private static List<Segment<String>> written(List<Segment<LogicText>> sections) {
        return sections.stream()
                .map(section -> new Segment<>(section.range(), section.value().sql()))
                .toList();
    }

    private static LogicText together(List<LogicText> texts, String sql) {
        return new LogicText(
                sql,
                texts.stream().map(LogicText::fingerprint).collect(Collectors.joining("+")),
                texts.stream()
                        .flatMap(text -> text.inputs().stream())
                        .distinct()
                        .toList(),
                texts.stream().flatMap(text -> text.opaque().stream()).findFirst());
    }

    /** Whether a key tells which rows of two sections are about the same: it does not where their dates are part of it. */
    public static boolean areTold(List<String> key, String effective) {
        return !key.isEmpty() && key.stream().noneMatch(column -> Name.same(column, effective));
    }

    /** The text that the rows of a remembered model follow. */
    public static LogicText together(TableMemory model) {
        Timeline<LogicVersion> inForce = model.model().orElseThrow().inForce();
        return together(
                inForce.map(LogicVersion::text).segments(), model.definition().effective());
    }
}
