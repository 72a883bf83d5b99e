package hindsight.duckdb;

import hindsight.history.Line;
import hindsight.history.LogicVersion;
import hindsight.history.Sections;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.sql.Literal;
import hindsight.sql.SectionsText;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes logic versions, timelines and what models reflect, inside a commit's transaction. */
final class LogicWriter {
    private final Session session;
    private final long seq;
    private final Line line;
    private final CommitRows rows;
    private final Map<Integer, Timeline<Integer>> set = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private @Nullable Map<Written, Integer> versions;

    LogicWriter(Session session, long seq, Line line, CommitRows rows) {
        this.session = session;
        this.seq = seq;
        this.line = line;
        this.rows = rows;
    }

    void set(TableMemory model, Update.SetLogic logic) {
        rows.remove("timeline", model.id() + " ");
        insert(model, true, logic.declared());
        set.put(model.id(), insert(model, false, logic.inForce()));
        texts.put(
                model.id(),
                Sections.together(logic.inForce().segments(), model.definition().effective())
                        .sql());
    }

    void reflect(TableMemory model, Instant clock) {
        rows.put(
                "model_state",
                Integer.toString(model.id()),
                "%d, %d, %d, %d, %s"
                        .formatted(
                                model.id(),
                                line.id(),
                                seq,
                                seq,
                                Literal.timestamp(clock.atOffset(ZoneOffset.UTC).toLocalDateTime())));
    }

    /**
     * SQL of the version that a row of a model follows from this commit on; 0 for sources.
     *
     * @param effective SQL of the row's value of a column
     */
    String inForce(TableMemory table, Function<String, String> effective) {
        @Nullable Timeline<Integer> fresh = set.get(table.id());
        Timeline<Integer> versions = fresh != null
                ? fresh
                : table.model()
                        .map(model -> model.inForce().map(LogicVersion::number))
                        .orElse(Timeline.always(0));
        return version(table, versions, effective);
    }

    /** SQL of the version that a row follows by a timeline of versions. */
    static String version(TableMemory table, Timeline<Integer> versions, Function<String, String> effective) {
        String column = table.definition()
                .effective()
                .map(found -> found.columns().get(0))
                .orElse("");
        return SectionsText.value(versions.map(String::valueOf), column.isEmpty() ? "" : effective.apply(column));
    }

    /** The text that a model's rows follow from this commit on. */
    Optional<String> text(TableMemory table) {
        return Optional.ofNullable(texts.get(table.id()))
                .or(() -> table.model().map(model -> Sections.together(table).sql()));
    }

    private Timeline<Integer> insert(TableMemory model, boolean declared, Timeline<Update.LogicText> timeline) {
        List<Timeline.Segment<Integer>> segments = timeline.segments().stream()
                .map(segment -> new Timeline.Segment<>(segment.range(), version(model, segment.value())))
                .toList();
        for (Timeline.Segment<Integer> segment : segments) {
            String from = moment(segment.range().from());
            rows.put(
                    "timeline",
                    model.id() + " " + declared + " " + from,
                    "%d, %d, %d, %s, %s, %s, %d"
                            .formatted(
                                    model.id(),
                                    line.id(),
                                    seq,
                                    declared,
                                    from,
                                    moment(segment.range().to()),
                                    segment.value()));
        }
        return new Timeline<>(segments);
    }

    private int version(TableMemory model, Update.LogicText text) {
        Map<Written, Integer> known = versions();
        Written written = new Written(
                model.id(), text.fingerprint(), text.sql(), text.opaque().isPresent());
        @Nullable Integer before = known.get(written);
        if (before != null) {
            return before;
        }
        int version =
                1 + known.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        known.put(written, version);
        rows.put(
                "logic",
                Integer.toString(version),
                "%d, %d, %d, %s, %s, %s, %s"
                        .formatted(
                                version,
                                model.id(),
                                seq,
                                Literal.string(text.sql()),
                                Literal.string(text.fingerprint()),
                                Literal.string(MetadataJson.names(text.inputs())),
                                text.opaque().map(Literal::string).orElse("NULL")));
        return version;
    }

    /** All versions there are, read once. */
    private Map<Written, Integer> versions() {
        @Nullable Map<Written, Integer> known = versions;
        if (known == null) {
            Map<Written, Integer> read = new HashMap<>();
            session.list(
                            "SELECT table_id, fingerprint, sql, opaque IS NOT NULL, version FROM w.hindsight.logic",
                            row -> Map.entry(
                                    new Written(row.getInt(1), row.getString(2), row.getString(3), row.getBoolean(4)),
                                    row.getInt(5)))
                    .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
            known = read;
            versions = read;
        }
        return known;
    }

    /** What identifies a logic version besides its number. */
    private record Written(int table, String fingerprint, String sql, boolean opaque) {}

    private static String moment(@Nullable LocalDateTime moment) {
        return moment == null ? "NULL" : Literal.timestamp(moment);
    }
}
