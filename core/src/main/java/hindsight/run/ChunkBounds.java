package hindsight.run;

import hindsight.history.ChunkFile.Chunk;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.sql.SectionsText;
import hindsight.time.EffectiveRange;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where chunks begin: whole days, so that each has about as many rows to read. A day with more of them is a chunk of its own. */
record ChunkBounds(Store store, Upcoming upcoming) {
    private static final String MOMENTS = "moments";

    /** The first days of chunks and what each reads; what is no day of four digits is with the first or the last one. */
    private static final String DAYS = """
            WITH days AS (SELECT CAST(moment AS DATE) AS day, count(*) AS n FROM moments WHERE %s GROUP BY day),
            known AS (SELECT CASE WHEN day BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN day END AS day, n FROM days),
            placed AS (SELECT day, n, (sum(n) OVER (ORDER BY day NULLS FIRST ROWS UNBOUNDED PRECEDING) - n) // %d AS chunk
              FROM (SELECT day, sum(n) AS n FROM known GROUP BY day))
            SELECT CAST(min(day) AS VARCHAR) AS first, CAST(sum(n) AS BIGINT) AS n FROM placed GROUP BY chunk ORDER BY chunk""";

    /**
     * Chunks of all effective time, in order.
     *
     * @param times effective times of rows that are read, in the one column {@code moment}
     * @param wanted ranges in which rows are looked for
     * @param rows how many a chunk is to read
     */
    List<Chunk> find(RowSet times, List<EffectiveRange> wanted, long rows) {
        String within = wanted.stream()
                .map(range ->
                        range.equals(EffectiveRange.ALWAYS) ? "true" : "(" + SectionsText.within(range, "moment") + ")")
                .collect(Collectors.joining(" OR "));
        List<@Nullable LocalDateTime> from = new ArrayList<>();
        List<Long> read = new ArrayList<>();
        try (Rows found = store.rows(upcoming.query(DAYS.formatted(within, rows), Map.of(MOMENTS, times)))) {
            while (found.next()) {
                Object day = found.value(0);
                from.add(
                        from.isEmpty() || day == null
                                ? null
                                : LocalDate.parse(day.toString()).atStartOfDay());
                read.add((Long) Objects.requireNonNull(found.value(1)));
            }
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            @Nullable LocalDateTime to = i + 1 < from.size() ? from.get(i + 1) : null;
            chunks.add(new Chunk(new EffectiveRange(from.get(i), to), read.get(i), false));
        }
        return chunks;
    }
}
