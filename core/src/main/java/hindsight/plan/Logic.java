package hindsight.plan;

import hindsight.graph.Model;
import hindsight.history.LogicVersion;
import hindsight.history.Update.LogicText;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.schema.Name;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a model's text says, as it is remembered. The fingerprint of a text that reads time zones carries the zone where it is
 * not UTC, so that another zone is another logic; that of a model whose floating sums are ordered says so.
 */
final class Logic {
    private static final String ZONE_MARK = "@";
    private static final String ORDERED_MARK = "~ordered";
    private static final Set<String> ZONED_WORDS = Set.of("timestamptz", "timetz", "time zone");

    private Logic() {}

    static Timeline<LogicText> of(Model model, ZoneId zone, boolean zonedInputs) {
        return model.timeline().map(query -> text(model, query, zone, zonedInputs));
    }

    static Timeline<LogicText> remembered(Timeline<LogicVersion> timeline) {
        return timeline.map(LogicVersion::text);
    }

    static Timeline<LogicText> opaque(Timeline<LogicText> timeline, String reason) {
        return timeline.map(text -> new LogicText(text.sql(), text.fingerprint(), text.inputs(), Optional.of(reason)));
    }

    /** Whether both say the same for all of effective time. */
    static boolean same(Timeline<LogicText> a, Timeline<LogicText> b) {
        return a.map(LogicText::fingerprint).equals(b.map(LogicText::fingerprint)) || sameBut(a, b);
    }

    /** Names of all tables that some section reads, without repetition. */
    static List<String> inputs(Timeline<LogicText> timeline) {
        return timeline.segments().stream()
                .flatMap(segment -> segment.value().inputs().stream())
                .distinct()
                .toList();
    }

    /** Whether floating values are added in one order. */
    static boolean isOrdered(LogicText text) {
        return bare(text.fingerprint()).endsWith(ORDERED_MARK);
    }

    /** What tells one from the other, as a clause. */
    static String difference(Timeline<LogicText> before, Timeline<LogicText> after) {
        boolean onlyOrder = before.map(Logic::unordered).equals(after.map(Logic::unordered));
        if (!onlyOrder) {
            return "its SQL or a variable in it changed";
        }
        boolean ordered = after.segments().stream().anyMatch(segment -> isOrdered(segment.value()));
        return "its floating sums are " + (ordered ? "ordered now" : "not ordered any more");
    }

    private static String unordered(LogicText text) {
        return text.fingerprint().replace(ORDERED_MARK, "");
    }

    /** Whether both read the same time zone, or none, and add floating values alike. */
    static boolean areMarkedAlike(Timeline<LogicText> a, Timeline<LogicText> b) {
        return marks(a).equals(marks(b));
    }

    private static List<String> marks(Timeline<LogicText> timeline) {
        return timeline.segments().stream()
                .map(Segment::value)
                .map(text -> isOrdered(text)
                        + text.fingerprint().substring(bare(text.fingerprint()).length()))
                .toList();
    }

    /** A text begins to carry the zone when one of its inputs gets a zoned column: that alone is no edit. */
    private static boolean sameBut(Timeline<LogicText> a, Timeline<LogicText> b) {
        Timeline<String> left = a.map(LogicText::fingerprint);
        Timeline<String> right = b.map(LogicText::fingerprint);
        boolean bothZoned = left.segments().stream().anyMatch(Logic::isZoned)
                && right.segments().stream().anyMatch(Logic::isZoned);
        return !bothZoned && left.map(Logic::bare).equals(right.map(Logic::bare));
    }

    private static boolean isZoned(Segment<String> segment) {
        return segment.value().contains(ZONE_MARK);
    }

    private static String bare(String fingerprint) {
        int mark = fingerprint.indexOf(ZONE_MARK);
        return mark < 0 ? fingerprint : fingerprint.substring(0, mark);
    }

    private static LogicText text(Model model, ParsedQuery query, ZoneId zone, boolean zonedInputs) {
        List<String> inputs = model.inputs().stream()
                .filter(input ->
                        query.tables().stream().map(TableReference::name).anyMatch(name -> Name.same(name, input)))
                .toList();
        boolean zoned = !zone.normalized().equals(ZoneOffset.UTC) && (zonedInputs || readsZone(query));
        String marks = (ordersFloats(model) ? ORDERED_MARK : "") + (zoned ? ZONE_MARK + zone.getId() : "");
        return new LogicText(query.sql().text(), query.fingerprint() + marks, inputs);
    }

    /** A view computes nothing by itself. */
    private static boolean ordersFloats(Model model) {
        ModelDefinition.ModelSettings settings = model.definition().settings();
        return settings.orderedFloats() && settings.materialization() != Materialization.VIEW;
    }

    private static boolean readsZone(ParsedQuery query) {
        String text = query.sql().text().toLowerCase(Locale.ROOT);
        return ClockUse.of(query) != ClockUse.NOTHING || ZONED_WORDS.stream().anyMatch(text::contains);
    }
}
