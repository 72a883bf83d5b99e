package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Sections;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.Update.LogicText;
import hindsight.plan.Goal;
import hindsight.plan.Renderings;
import hindsight.plan.WholeForms;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Placement;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.time.Timeline.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the dates that the sections of a model give each key, where their texts do not show that they are the same: a key with two
 * dates could have rows in the ranges of two sections, or in none. Each section is computed for it over all of its input.
 */
final class SectionDates {
    private final WholeForms forms;
    private final Renderings renderings;
    private final Upcoming upcoming;
    private final Store store;

    SectionDates(WholeForms forms, Renderings renderings, Upcoming upcoming, Store store) {
        this.forms = forms;
        this.renderings = renderings;
        this.upcoming = upcoming;
        this.store = store;
    }

    /**
     * Keys with more than one date, if there are any.
     *
     * @param places where a setting of the model stands
     */
    Optional<Problem> problem(String model, Goal goal, Function<String, Location> places) {
        TableDefinition definition = goal.definition();
        String effective =
                definition.effective().map(column -> column.columns().get(0)).orElse("");
        if (goal.inForce().segments().size() == 1
                || !Sections.areTold(definition.key(), effective)
                || areAlike(model, goal, effective)) {
            return Optional.empty();
        }
        Map<String, RowSet> sections = new LinkedHashMap<>();
        for (Segment<LogicText> section : goal.inForce().segments()) {
            sections.put("section" + sections.size(), rows(model, section.value()));
        }
        Map<String, String> names =
                sections.keySet().stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
        Check check = new Check(
                "section-dates",
                Optional.of(model),
                "one " + effective + " for each key in all sections of " + model,
                new Check.Words(
                        "",
                        "key to which the sections give more than one " + effective,
                        "keys to which the sections give more than one " + effective),
                places.apply("effective"),
                Severity.ERROR,
                severalDates(definition.key(), effective, List.copyOf(sections.keySet())),
                names,
                "Compute '" + effective
                        + "' alike in all sections for rows of one key, or restate: one text for all time.");
        return new CheckRunner(store, sections::get, upcoming.now())
                .run(check, "publish")
                .map(CheckRunner.Failed::problem);
    }

    private boolean areAlike(String model, Goal goal, String effective) {
        Set<Optional<Placement>> places = goal.inForce().segments().stream()
                .map(section -> forms.of(new WholeForms.Text(model, section.value()))
                        .flatMap(form -> placement(form.query(), effective)))
                .collect(Collectors.toSet());
        return places.size() == 1 && !places.contains(Optional.<Placement>empty());
    }

    private static Optional<Placement> placement(BoundQuery query, String column) {
        for (int i = 0; i < query.names().size(); i++) {
            if (Name.same(query.names().get(i), column)) {
                return Placement.of(query.relation(), i);
            }
        }
        return Optional.empty();
    }

    /** Of a section, over all of its input and all of time. */
    private RowSet rows(String model, LogicText section) {
        return forms.of(new WholeForms.Text(model, section))
                .<RowSet>map(form -> upcoming.derived(form, renderings.sql(form.query())))
                .orElseGet(() -> upcoming.query(section.sql(), section.inputs()));
    }

    private static String severalDates(List<String> key, String effective, List<String> sections) {
        String keys = Identifier.list(key);
        String date = Identifier.quote(effective);
        String all = sections.stream()
                .map(section -> "SELECT " + keys + ", " + date + " FROM " + section)
                .collect(Collectors.joining(" UNION ALL "));
        return "SELECT " + keys + ", min(" + date + ") AS earliest, max(" + date + ") AS latest FROM (" + all
                + ") GROUP BY " + keys + " HAVING min(" + date + ") <> max(" + date + ") OR count(" + date
                + ") NOT IN (0, count(*))";
    }
}
