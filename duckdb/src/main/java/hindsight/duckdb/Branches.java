package hindsight.duckdb;

import hindsight.history.Branch;
import hindsight.history.Line;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.sql.Literal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The branches of a warehouse, and what each sees. Read when one beside main is asked for. */
final class Branches {
    private static final Row MAIN =
            new Row(Line.MAIN.id(), Line.MAIN.branch(), Line.MAIN.id(), 0, Instant.EPOCH, false);

    private final Session session;
    private @Nullable List<Row> known;

    /** @param present whether there is a warehouse; without one there is main */
    Branches(Session session, boolean present) {
        this.session = session;
        this.known = present ? null : List.of(MAIN);
    }

    private record Row(int id, String name, int parent, long fork, Instant madeAt, boolean dropped) {}

    /** @throws InvalidException when there is no branch of that name */
    Line line(String name) {
        return name.equals(Line.MAIN.branch())
                ? Line.MAIN
                : live(name).map(row -> line(row.id())).orElseThrow(() -> unknown(name));
    }

    /** Of a branch that may be dropped. */
    Line line(int id) {
        if (id == Line.MAIN.id()) {
            return Line.MAIN;
        }
        Row row = rows().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
        return line(row.parent()).fork(row.name(), id, row.fork());
    }

    List<Branch> list() {
        return rows().stream()
                .filter(row -> !row.dropped())
                .sorted(Comparator.comparing((Row row) -> row.id() != Line.MAIN.id())
                        .thenComparing(Row::name))
                .map(this::branch)
                .toList();
    }

    void fork(Line from, String name, long seq, Instant now) {
        int id = 1 + rows().stream().mapToInt(Row::id).max().orElse(0);
        session.execute("INSERT INTO w.hindsight.branch VALUES (%d, %s, %d, %d, %s, false)"
                .formatted(
                        id,
                        Literal.string(name),
                        from.forkedFrom(seq),
                        seq,
                        Literal.timestamp(now.atOffset(ZoneOffset.UTC).toLocalDateTime())));
        known = null;
    }

    void drop(String name) {
        session.execute("UPDATE w.hindsight.branch SET dropped = true WHERE id = "
                + live(name).orElseThrow(() -> unknown(name)).id());
        known = null;
    }

    private InvalidException unknown(String name) {
        boolean dropped = rows().stream().anyMatch(row -> row.name().equals(name));
        return new InvalidException(Problem.error(
                "unknown-branch",
                "Cannot find the branch '" + name + "': " + (dropped ? "it was deleted" : "there is none of that name"),
                Suggestion.hint(name, names())));
    }

    private Branch branch(Row row) {
        Line line = line(row.id());
        if (line.isMain()) {
            return new Branch(row.name(), head(line), Optional.empty());
        }
        Line parent = line(row.parent());
        long ahead = count(LineSql.within(line, row.fork(), Long.MAX_VALUE));
        long behind = count(LineSql.within(parent, row.fork(), Long.MAX_VALUE));
        return new Branch(
                row.name(),
                head(line),
                Optional.of(new Branch.Fork(parent.branch(), row.fork(), row.madeAt(), ahead, behind)));
    }

    private long head(Line line) {
        return new CommitLog(session, line).head();
    }

    private long count(String where) {
        return session.one("SELECT count(*) FROM w.hindsight.commit WHERE " + where, row -> row.getLong(1));
    }

    private Optional<Row> live(String name) {
        return rows().stream()
                .filter(row -> !row.dropped() && row.name().equals(name))
                .findFirst();
    }

    private List<String> names() {
        return rows().stream().filter(row -> !row.dropped()).map(Row::name).toList();
    }

    private List<Row> rows() {
        List<Row> read = known;
        if (read == null) {
            read = session.list(
                    "SELECT id, name, parent, fork_seq, made_at, dropped FROM w.hindsight.branch",
                    row -> new Row(
                            row.getInt(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getLong(4),
                            MemoryReader.instant(row, "made_at"),
                            row.getBoolean(6)));
            known = read;
        }
        return read;
    }
}
