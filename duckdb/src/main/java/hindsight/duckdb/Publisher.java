package hindsight.duckdb;

import hindsight.history.Draft;
import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.Requirement;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Publishes a draft in one transaction. What is costly and reads only scratch space and old state happens before it begins. */
final class Publisher {
    private final Session session;
    private final Line line;
    private final Supplier<Instant> now;

    Publisher(Session session, Line line, Supplier<Instant> now) {
        this.session = session;
        this.line = line;
        this.now = now;
    }

    /**
     * @param head of the line
     * @return the new seq
     */
    long publish(Draft draft, Memory head) {
        draft.requirements().forEach(requirement -> check(requirement, head));
        Map<String, RowSums> sums = new RowSummer(session).ofDiffs(draft, head);
        OptionalLong parent = head.seq() == 0 ? OptionalLong.empty() : OptionalLong.of(head.seq());
        long seq = session.one("SELECT coalesce(max(seq), 0) + 1 FROM w.hindsight.commit", row -> row.getLong(1));
        return session.inTransaction(() -> {
            insertCommit(draft, seq, parent);
            CommitTables tables = new CommitTables(session, line, head, seq);
            for (Update update : draft.updates()) {
                carryOut(update, tables, sums);
            }
            tables.finish();
            return seq;
        });
    }

    private void carryOut(Update update, CommitTables tables, Map<String, RowSums> sums) {
        if (update instanceof Update.Define define) {
            tables.define(define.definition(), define.heldBack());
        } else if (update instanceof Update.Adopt adopt) {
            tables.adopt(adopt.other());
        } else if (update instanceof Update.Write write) {
            RowSums added = sums.get(write.diff().handle());
            if (added == null) {
                throw new DefectException("A diff was not summed before its commit: "
                        + write.diff().handle());
            }
            tables.write(write.table(), write.diff(), added);
        } else if (update instanceof Update.SetLogic logic) {
            tables.setLogic(logic);
        } else if (update instanceof Update.Reflect reflect) {
            tables.logic().reflect(tables.table(reflect.model()), reflect.clock());
            tables.states().reflect(tables.table(reflect.model()));
        } else if (update instanceof Update.SetStates set) {
            tables.states().set(tables.table(set.model()), set.states());
        } else if (update instanceof Update.KeepStates kept) {
            tables.states().keep(tables.table(kept.model()));
        } else if (update instanceof Update.Ran ran) {
            tables.ran(ran.model(), ran.run());
        } else if (update instanceof Update.TakeFile taken) {
            tables.takeFile(taken.file(), taken.weight());
        } else if (update instanceof Update.Drop drop) {
            tables.drop(drop.table());
        } else if (update instanceof Update.Rename rename) {
            tables.rename(rename.from(), rename.to());
        }
    }

    private void insertCommit(Draft draft, long seq, OptionalLong parent) {
        Instant last = session.one(
                "SELECT coalesce(max(committed_at), TIMESTAMP '1970-01-01') AS at FROM w.hindsight.commit",
                row -> MemoryReader.instant(row, "at"));
        Instant present = now.get().truncatedTo(ChronoUnit.MICROS);
        Instant at = present.isAfter(last) ? present : last.plus(1, ChronoUnit.MICROS);
        session.execute("INSERT INTO w.hindsight.commit VALUES ("
                + String.join(
                        ", ",
                        List.of(
                                Long.toString(seq),
                                Integer.toString(line.id()),
                                optional(parent),
                                optional(draft.mergeParent()),
                                Literal.timestamp(at.atOffset(ZoneOffset.UTC).toLocalDateTime()),
                                Literal.string(draft.kind().name()),
                                optional(draft.cause()),
                                Literal.string(MetadataJson.context(draft.context())),
                                Literal.string(draft.author()),
                                Literal.string(draft.message())))
                + ")");
    }

    private static String optional(OptionalLong seq) {
        return seq.isPresent() ? Long.toString(seq.getAsLong()) : "NULL";
    }

    private static void check(Requirement requirement, Memory head) {
        if (requirement instanceof Requirement.Unchanged unchanged) {
            TableMemory was = unchanged.memory();
            boolean same = Optional.ofNullable(head.tables().get(Name.folded(was.name())))
                    .filter(now -> now.id() == was.id()
                            && now.changedAt() == was.changedAt()
                            && now.definedAt() == was.definedAt()
                            && now.model().equals(was.model()))
                    .isPresent();
            if (!same) {
                throw moved(was.name());
            }
        } else if (requirement instanceof Requirement.Absent absent
                && head.table(absent.name()).isPresent()) {
            throw moved(absent.name());
        } else if (requirement instanceof Requirement.Unmoved unmoved && head.seq() != unmoved.head()) {
            throw moved("the branch");
        }
    }

    private static RefusedException moved(String table) {
        return new RefusedException(Problem.error(
                "table-moved",
                "Cannot publish: another command changed " + table + " meanwhile",
                "Run the command again"));
    }
}
