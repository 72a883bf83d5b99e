package hindsight.plan;

import hindsight.history.Sections;
import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.history.TableSettings;
import hindsight.history.Update.LogicText;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model is after an apply.
 *
 * @param declared what its file says
 * @param inForce what its rows follow
 * @param inputs names of the tables that the logic in force reads
 * @param heldBack what its file says of key, effective time and kind, where the definition says otherwise
 * @param defines whether the definition, or what is held back of it, differs from what is remembered
 * @param setsLogic whether declared or in-force logic differs from what is remembered
 * @param wanted ranges of effective time whose rows are looked for, in order
 */
public record Goal(
        TableDefinition definition,
        Timeline<LogicText> declared,
        Timeline<LogicText> inForce,
        List<String> inputs,
        Optional<TableSettings> heldBack,
        boolean defines,
        boolean setsLogic,
        List<EffectiveRange> wanted) {
    public Goal {
        inputs = List.copyOf(inputs);
        wanted = List.copyOf(wanted);
    }

    /** Of all effective time. */
    public Goal(
            TableDefinition definition,
            Timeline<LogicText> declared,
            Timeline<LogicText> inForce,
            List<String> inputs,
            Optional<TableSettings> heldBack,
            boolean defines,
            boolean setsLogic) {
        this(definition, declared, inForce, inputs, heldBack, defines, setsLogic, List.of(EffectiveRange.ALWAYS));
    }

    /** The same, of which only the rows in some ranges are looked for. */
    public Goal within(List<EffectiveRange> ranges) {
        return new Goal(definition, declared, inForce, inputs, heldBack, defines, setsLogic, ranges);
    }

    /** The same, with texts that must run as they are written, which is to be remembered. */
    public Goal opaque(String reason) {
        Goal defined = inexact(Definitions.floating(definition.schema()));
        return new Goal(
                defined.definition,
                Logic.opaque(declared, reason),
                Logic.opaque(inForce, reason),
                inputs,
                heldBack,
                defined.defines,
                true,
                wanted);
    }

    /** The same, with these columns inexact and no others. */
    public Goal inexact(Set<String> columns) {
        if (columns.equals(definition.inexact())) {
            return this;
        }
        TableDefinition other = new TableDefinition(
                definition.name(),
                definition.role(),
                definition.schema(),
                columns,
                definition.key(),
                definition.effective(),
                definition.load());
        return new Goal(other, declared, inForce, inputs, heldBack, true, setsLogic, wanted);
    }

    /** The text that the rows follow. */
    public LogicText text() {
        List<Segment<LogicText>> sections = new ArrayList<>();
        for (Segment<LogicText> section : inForce.segments()) {
            for (EffectiveRange range : wanted) {
                section.range().intersect(range).ifPresent(both -> sections.add(new Segment<>(both, section.value())));
            }
        }
        return wanted.equals(List.of(EffectiveRange.ALWAYS))
                ? Sections.together(sections, definition.effective())
                : Sections.part(sections, definition);
    }

    public boolean isView() {
        return definition.role() == TableRole.VIEW;
    }
}
