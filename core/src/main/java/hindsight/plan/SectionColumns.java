package hindsight.plan;

import hindsight.graph.Model;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.schema.TypeFamily;
import hindsight.sql.Binder;
import hindsight.sql.ParsedQuery;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the output columns of a model: the union of those of its sections, by name, where they go together. */
final class SectionColumns {
    private final Model model;
    private final Map<String, Schema> inputs;
    private final Binder binder;
    private final Problems problems = new Problems();

    /** @param inputs columns of what it reads, by name */
    SectionColumns(Model model, Map<String, Schema> inputs, Binder binder) {
        this.model = model;
        this.inputs = inputs;
        this.binder = binder;
    }

    /** @throws InvalidException naming sections that do not bind, or whose columns do not go together */
    Schema bind() {
        List<Segment<ParsedQuery>> sections = model.timeline().segments();
        if (sections.size() > 1) {
            Map<String, Typed> known = new HashMap<>();
            sections.forEach(section -> check(section, known));
            problems.throwIfErrors();
        }
        return binder.bind(model.query(), inputs);
    }

    /** A column as the first section that has it gives it. */
    private record Typed(DataType type, EffectiveRange range) {}

    private void check(Segment<ParsedQuery> section, Map<String, Typed> known) {
        Schema schema;
        try {
            schema = binder.bind(section.value(), inputs);
        } catch (InvalidException fails) {
            problems.addAll(fails.problems());
            return;
        }
        if (!isPlaced(section, schema)) {
            return;
        }
        for (Column column : schema.columns()) {
            Typed here = new Typed(column.type(), section.range());
            Typed before = known.putIfAbsent(Name.folded(column.name()), here);
            if (before != null && !goTogether(before.type(), here.type())) {
                reject(
                        section,
                        "section-types",
                        "column '" + column.name() + "' is " + here.type() + " in the section " + here.range() + " and "
                                + before.type() + " in " + before.range(),
                        "Cast it to one type in both, or give it another name in one of them.");
            }
        }
    }

    /** Whether its rows have a date, or a moment; else it was told. */
    private boolean isPlaced(Segment<ParsedQuery> section, Schema schema) {
        String effective = model.definition().settings().effective().orElseThrow();
        Optional<DataType> type = schema.column(effective).map(Column::type);
        if (type.isEmpty()) {
            reject(
                    section,
                    "missing-effective",
                    "the section " + section.range() + " gives no column '" + effective
                            + "', by which it is placed in time",
                    Suggestion.hint(effective, schema.names()));
        } else if (type.get().family() != TypeFamily.DATE_TIME) {
            reject(
                    section,
                    "effective-type",
                    "column '" + effective + "', by which the section " + section.range() + " is placed in time, is "
                            + type.get() + ", not DATE or TIMESTAMP",
                    "Cast it in the SQL, such as CAST(" + effective + " AS DATE) AS " + effective
                            + ", or name another column under effective:.");
        }
        return type.filter(known -> known.family() == TypeFamily.DATE_TIME).isPresent();
    }

    private static boolean goTogether(DataType one, DataType other) {
        return one.family() == other.family() || one.widen(other).isPresent();
    }

    private void reject(Segment<ParsedQuery> section, String code, String what, String hint) {
        problems.add(Problem.error(
                code,
                section.value().sql().locate(0, 1),
                "Cannot put the sections of model " + model.name() + " together: " + what,
                hint));
    }
}
