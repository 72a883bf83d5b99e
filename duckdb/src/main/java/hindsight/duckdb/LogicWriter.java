package hindsight.duckdb;

import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.sql.Literal;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes logic versions, timelines and what models reflect, inside a commit's transaction. */
final class LogicWriter {
    private final Session session;
    private final long seq;
    private final Map<Integer, Timeline<Integer>> set = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();

    LogicWriter(Session session, long seq) {
        this.session = session;
        this.seq = seq;
    }

    void set(TableMemory model, Update.SetLogic logic) {
        session.execute("DELETE FROM w.hindsight.timeline WHERE table_id = " + model.id() + " AND seq = " + seq);
        insert(model, true, logic.declared());
        set.put(model.id(), insert(model, false, logic.inForce()));
        texts.put(model.id(), logic.inForce().segments().get(0).value().sql());
    }

    void reflect(TableMemory model, Instant clock) {
        session.execute("DELETE FROM w.hindsight.model_state WHERE table_id = " + model.id() + " AND seq = " + seq);
        session.execute("INSERT INTO w.hindsight.model_state VALUES (%d, 0, %d, %d, %s)"
                .formatted(
                        model.id(),
                        seq,
                        seq,
                        Literal.timestamp(clock.atOffset(ZoneOffset.UTC).toLocalDateTime())));
    }

    /** The version that a model's rows follow from this commit on; 0 for sources. */
    int inForce(TableMemory table) {
        @Nullable Timeline<Integer> fresh = set.get(table.id());
        if (fresh != null) {
            return fresh.segments().get(0).value();
        }
        return table.model()
                .map(model -> model.inForce().segments().get(0).value().number())
                .orElse(0);
    }

    /** The text that a model's rows follow from this commit on. */
    Optional<String> text(TableMemory table) {
        return Optional.ofNullable(texts.get(table.id()))
                .or(() -> table.model()
                        .map(model -> model.inForce().segments().get(0).value().sql()));
    }

    private Timeline<Integer> insert(TableMemory model, boolean declared, Timeline<Update.LogicText> timeline) {
        List<Timeline.Segment<Integer>> segments = timeline.segments().stream()
                .map(segment -> new Timeline.Segment<>(segment.range(), version(model, segment.value())))
                .toList();
        for (Timeline.Segment<Integer> segment : segments) {
            session.execute("INSERT INTO w.hindsight.timeline VALUES (%d, 0, %d, %s, %s, %s, %d)"
                    .formatted(
                            model.id(),
                            seq,
                            declared,
                            moment(segment.range().from()),
                            moment(segment.range().to()),
                            segment.value()));
        }
        return new Timeline<>(segments);
    }

    private int version(TableMemory model, Update.LogicText text) {
        List<Integer> known = session.list(
                "SELECT version FROM w.hindsight.logic WHERE table_id = " + model.id() + " AND fingerprint = "
                        + Literal.string(text.fingerprint()) + " AND sql = " + Literal.string(text.sql()),
                row -> row.getInt(1));
        if (!known.isEmpty()) {
            return known.get(0);
        }
        int version = session.one("SELECT coalesce(max(version), 0) + 1 FROM w.hindsight.logic", row -> row.getInt(1));
        session.execute("INSERT INTO w.hindsight.logic VALUES (%d, %d, %d, %s, %s, %s)"
                .formatted(
                        version,
                        model.id(),
                        seq,
                        Literal.string(text.sql()),
                        Literal.string(text.fingerprint()),
                        Literal.string(MetadataJson.names(text.inputs()))));
        return version;
    }

    private static String moment(@Nullable LocalDateTime moment) {
        return moment == null ? "NULL" : Literal.timestamp(moment);
    }
}
