package hindsight.delta;

import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.analysis.Placement;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import hindsight.time.EffectiveRange;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a query can be computed date by date: each row follows from rows of an input that have its own date, so those of other dates
 * need not be read. A row of an input that is not there changes rows of its own date only; that is what {@link Traces} shows of changed rows.
 *
 * <pre>
 * Aggregate by d                          Filter d in March
 *   Join k = k           in March           Aggregate by d
 *     Scan t                →                 Join k = k
 *     Scan u                                    Filter d in March
 *                                                 Scan t
 *                                               Scan u
 * </pre>
 */
public final class Portions {
    private static final String MOMENT = "moment";

    private final BoundQuery query;
    private final int column;
    private final List<String> tables;
    private final Traces traces;

    private Portions(BoundQuery query, int column, List<String> tables, Traces traces) {
        this.query = query;
        this.column = column;
        this.tables = List.copyOf(tables);
        this.traces = traces;
    }

    /**
     * Those of a query.
     *
     * @param column position of a column of dates or moments
     * @param tables names of inputs, the larger ones first: those that can be read by date are, as long as those before them can, too
     * @return empty where every date needs all of every input
     */
    public static Optional<Portions> of(BoundQuery query, int column, List<String> tables) {
        Optional<Portions> found = Optional.empty();
        List<String> parted = new ArrayList<>();
        for (String table : tables) {
            parted.add(table);
            Optional<Portions> more = attempt(query, column, parted);
            if (more.isPresent()) {
                found = more;
            } else {
                parted.remove(table);
            }
        }
        return found;
    }

    /** By moments, or by days where rows of a day need others of it. */
    private static Optional<Portions> attempt(BoundQuery query, int column, List<String> tables) {
        Expression moment = new Reference(column, query.relation().columns().get(column));
        return attempt(query, column, moment, tables)
                .or(() -> moment.type().equals(DataType.DATE)
                        ? Optional.empty()
                        : attempt(query, column, new Expression.Cast(moment, DataType.DATE, false), tables));
    }

    private static Optional<Portions> attempt(BoundQuery query, int column, Expression value, List<String> tables) {
        Map<String, InputChange> all = new HashMap<>();
        tables.forEach(table -> all.put(Name.folded(table), InputChange.HEAD_IS_NEW));
        Relation root = query.relation();
        Traces traces = new Traces(new States(all, ClockMove.NONE));
        boolean known = traces.follow(root, value);
        long read = Traversal.scans(root).stream()
                .filter(scan -> all.containsKey(Name.folded(scan.table())))
                .count();
        return known && read > 0 && traces.places().size() == read
                ? Optional.of(new Portions(query, column, tables, traces))
                : Optional.empty();
    }

    /** Names of the inputs of which each date reads its own rows only. */
    public List<String> tables() {
        return tables;
    }

    /** The dates of the rows of those inputs, in one column; once where the query reads them several times by one date. */
    public BoundQuery moments() {
        Map<Placement, Relation> all = new LinkedHashMap<>();
        traces.places()
                .forEach((scan, value) ->
                        all.putIfAbsent(Placement.of(scan, value).orElseThrow(), new Project(scan, List.of(value))));
        Relation moments = Weights.together(List.copyOf(all.values()));
        return new BoundQuery(Normalizer.tidy(moments), List.of(MOMENT));
    }

    /** The rows of a range; those without a date are in the one that has no beginning. */
    public BoundQuery within(EffectiveRange range) {
        if (range.equals(EffectiveRange.ALWAYS)) {
            return query;
        }
        IdentityHashMap<Relation.Scan, Expression> places = traces.places();
        IdentityHashMap<Relation, Relation> parts = new IdentityHashMap<>();
        for (Relation relation : Traversal.upward(query.relation())) {
            List<Relation> inputs = relation.inputs().stream()
                    .map(input -> Objects.requireNonNull(parts.get(input)))
                    .toList();
            @Nullable Expression place = relation instanceof Relation.Scan ? places.get(relation) : null;
            parts.put(
                    relation,
                    place != null
                            ? new Filter(relation, conditions(place, range))
                            : inputs.isEmpty() ? relation : relation.over(inputs));
        }
        Relation root = Objects.requireNonNull(parts.get(query.relation()));
        Expression value = new Reference(column, root.columns().get(column));
        return new BoundQuery(new Filter(root, conditions(value, range)), query.names());
    }

    private static List<Expression> conditions(Expression value, EffectiveRange range) {
        List<Expression> conditions = new ArrayList<>();
        if (range.from() != null) {
            conditions.add(compared(Comparator.GREATER_OR_EQUAL, value, range.from()));
        }
        if (range.to() != null) {
            Expression before = compared(Comparator.LESS, value, range.to());
            conditions.add(
                    range.from() != null
                            ? before
                            : new Expression.Junction(false, List.of(before, new Expression.IsNull(value))));
        }
        return conditions;
    }

    /** The day of a moment is compared as the moment, so that an engine can skip what lies apart. */
    private static Expression compared(Comparator comparator, Expression value, LocalDateTime day) {
        Expression bound = new Expression.Constant(day.toLocalDate().toString(), DataType.DATE);
        if (value instanceof Expression.Cast cast
                && cast.type().equals(DataType.DATE)
                && cast.value().type().text().startsWith("TIMESTAMP")
                && cast.value().type().family() == TypeFamily.DATE_TIME) {
            return compared(comparator, cast.value(), day);
        }
        return new Expression.Comparison(
                comparator,
                value,
                value.type().equals(DataType.DATE) ? bound : new Expression.Cast(bound, value.type(), false));
    }
}
