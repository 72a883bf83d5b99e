package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.StagedTable;
import hindsight.history.TableMemory;
import hindsight.relation.BoundQuery;
import hindsight.run.Provenance.ColumnSql;
import hindsight.run.Provenance.Extent;
import hindsight.run.Provenance.Input;
import hindsight.run.Provenance.Origin;
import hindsight.run.Provenance.Section;
import hindsight.schema.Name;
import hindsight.sql.SelectList;
import hindsight.time.Timeline.Segment;
import hindsight.why.Addend;
import hindsight.why.Wording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Goes from rows of a table down to all that they are made of, table by table: each after everything that is made of it. */
final class Unfolding {
    private final States states;
    private final Contributors contributors;
    private final WantedRows reader;
    private final Function<String, Optional<String>> files;
    private final int depth;
    private final Map<Key, Place> places = new LinkedHashMap<>();
    private final Map<Integer, Provenance.Table> told = new TreeMap<>();
    private int numbers;

    /**
     * @param files where the project holds a model, by its name
     * @param depth how many steps down from the first table
     */
    Unfolding(
            States states,
            Contributors contributors,
            WantedRows reader,
            Function<String, Optional<String>> files,
            int depth) {
        this.states = states;
        this.contributors = contributors;
        this.reader = reader;
        this.files = files;
        this.depth = depth;
    }

    /** Of stored rows it does not matter when they are read; of views it does. */
    private record Key(TableMemory table, long seq) {
        static Key of(Seen seen) {
            return new Key(seen.table(), seen.table().isView() ? seen.seq() : 0);
        }
    }

    /** A table with what is known so far of which of its rows are wanted. */
    private static final class Place {
        private final Seen table;
        private final List<Seen> inputs;
        private final List<StagedTable> parts = new ArrayList<>();
        private int number = -1;
        private int level = Integer.MAX_VALUE;
        private boolean whole;
        private Optional<String> column = Optional.empty();
        private Optional<WantedRows.Size> size = Optional.empty();

        Place(Seen table, List<Seen> inputs) {
            this.table = table;
            this.inputs = inputs;
        }
    }

    /**
     * All that rows are made of.
     *
     * @param column of the table that is asked about
     */
    Provenance of(Seen table, StagedTable rows, Optional<String> column) {
        Place root = place(table);
        root.level = 0;
        root.parts.add(rows);
        root.column = column;
        number(root);
        List<Place> order = new ArrayList<>(places.values());
        Collections.reverse(order);
        order.stream().filter(place -> place.number >= 0).forEach(place -> told.put(place.number, told(place)));
        return new Provenance(List.copyOf(told.values()));
    }

    /** Inputs come before what reads them. */
    private Place place(Seen table) {
        Key key = Key.of(table);
        Place known = places.get(key);
        if (known == null) {
            List<Seen> inputs = states.inputs(table);
            inputs.forEach(this::place);
            known = new Place(table, inputs);
            places.put(key, known);
        }
        return known;
    }

    private void number(Place place) {
        if (place.number < 0) {
            place.number = numbers++;
        }
    }

    private Provenance.Table told(Place place) {
        TableMemory table = place.table.table();
        Optional<StagedTable> rows =
                place.whole ? Optional.empty() : Optional.of(reader.together(place.table, place.parts));
        long count = rows.map(StagedTable::rows).orElseGet(() -> reader.size(place.table));
        boolean unfolds = place.level < depth && (place.table.isSource() || count > 0);
        Optional<Origin> origin = unfolds || place.table.isSource() && count > 0
                ? Optional.of(place.table.isSource() ? reader.loads(place.table, rows) : computed(place, rows))
                : Optional.empty();
        return new Provenance.Table(
                table.name(),
                table.definition().role(),
                place.table.seq(),
                count,
                table.isView() ? -1 : table.rows(),
                table.definition().key(),
                reader.sample(place.table, rows, place.size),
                origin);
    }

    private Origin computed(Place place, Optional<StagedTable> rows) {
        List<Section> sections = new ArrayList<>();
        for (Segment<LogicVersion> segment : place.table.model().inForce().segments()) {
            Optional<StagedTable> some = rows.map(all -> reader.within(place.table, all, segment.range()));
            if (some.isEmpty() || some.get().rows() > 0) {
                sections.add(section(place, segment, some));
            }
        }
        return new Origin.Logic(place.table.model().basis(), place.table.model().clock(), sections);
    }

    private Section section(Place place, Segment<LogicVersion> segment, Optional<StagedTable> rows) {
        Contributors.Found found = contributors.find(
                new Contributors.Asked(place.table, segment.value().text(), rows, read(place, segment.value())));
        found.query().ifPresent(query -> follow(place, query));
        List<Input> inputs = new ArrayList<>();
        for (Seen input : read(place, segment.value())) {
            inputs.add(input(place, input, found));
        }
        inputs.sort(Comparator.comparing(Input::table));
        return new Section(
                segment.value(),
                segment.range(),
                rows.map(StagedTable::rows).orElseGet(() -> reader.size(place.table)),
                files.apply(place.table.table().name()),
                place.column.flatMap(column -> expression(segment.value(), found.query(), column)),
                inputs,
                found.proof(),
                found.reason());
    }

    private static List<Seen> read(Place place, LogicVersion version) {
        return place.inputs.stream()
                .filter(input -> version.inputs().stream()
                        .anyMatch(name -> Name.same(name, input.table().name())))
                .toList();
    }

    private Input input(Place reader, Seen input, Contributors.Found found) {
        Place place = place(input);
        number(place);
        place.level = Math.min(place.level, reader.level + 1);
        String name = Name.folded(input.table().name());
        StagedTable some = found.rows().get(name);
        if (found.whole().contains(name)) {
            place.whole = true;
            return new Input(place.number, this.reader.size(input), Extent.ALL);
        }
        if (some == null || some.rows() == 0) {
            return new Input(place.number, 0, found.absent().contains(name) ? Extent.ABSENT : Extent.NONE);
        }
        place.parts.add(some);
        return new Input(place.number, some.rows(), Extent.SOME);
    }

    /** To what of an input a column goes back. */
    private void follow(Place place, BoundQuery query) {
        place.column
                .flatMap(column -> position(query, column))
                .ifPresent(position -> Addend.of(query, position)
                        .ifPresent(addend -> place.inputs.stream()
                                .filter(input ->
                                        Name.folded(input.table().name()).equals(addend.table()))
                                .map(this::place)
                                .filter(input -> input.column.isEmpty())
                                .forEach(input -> {
                                    input.column =
                                            Optional.of(addend.columns().get(0).name());
                                    input.size = (addend.summed() || place.size.isPresent()) && addend.isNumber()
                                            ? Optional.of(new WantedRows.Size(addend, place.column.orElseThrow()))
                                            : Optional.empty();
                                })));
    }

    private static Optional<Integer> position(BoundQuery query, String column) {
        for (int i = 0; i < query.names().size(); i++) {
            if (Name.same(query.names().get(i), column)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** In the user's words, where they can be found. */
    private static Optional<ColumnSql> expression(LogicVersion version, Optional<BoundQuery> query, String column) {
        return SelectList.expression(version.sql(), column)
                .map(sql -> new ColumnSql(column, sql, true))
                .or(() -> query.flatMap(known -> position(known, column)
                        .map(position -> new Wording(known.relation())
                                .of(known.relation())
                                .get(position))
                        .map(sql -> new ColumnSql(column, sql, false))));
    }
}
