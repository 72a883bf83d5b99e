package hindsight.cli;

import hindsight.history.Commit;
import hindsight.problem.OneLine;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Commits in words and as data.
 *
 * @param zone in which times are shown
 */
record CommitText(ZoneId zone) {
    private static final int TABLES_SHOWN = 3;
    private static final int MESSAGE_WIDTH = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** For commands that work in a project. */
    static CommitText of(Session session) {
        return new CommitText(session.workspace().project().settings().timeZone());
    }

    String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    static String seq(long seq) {
        return "#" + seq;
    }

    static String kind(Commit commit) {
        return commit.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Such as {@code #12 of 2025-03-05 10:00:00}. */
    String named(Commit commit) {
        return seq(commit.seq()) + " of " + time(commit.at());
    }

    /** With thousands set apart. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 3 rows}. */
    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** Such as {@code orders +3 -1, daily +1}, the tables with the most changes first. */
    static String changes(List<Commit.TableChange> changes) {
        String shown = changes.stream()
                .sorted((a, b) -> Long.compare(b.added() + b.retracted(), a.added() + a.retracted()))
                .limit(TABLES_SHOWN)
                .map(change -> change.table() + signed(" +", change.added()) + signed(" -", change.retracted()))
                .collect(Collectors.joining(", "));
        int rest = changes.size() - TABLES_SHOWN;
        return rest > 0 ? shown + " and " + rest + " more" : shown;
    }

    /** The message in one line, of a long one the beginning: {@code show} and JSON have all of it. */
    static String message(Commit commit) {
        return DisplayText.cut(OneLine.of(commit.message()), MESSAGE_WIDTH);
    }

    /** Message, cause or what was merged, and tags. */
    static String remarks(Commit commit) {
        return remarks(message(commit), commit);
    }

    /** As {@link #remarks(Commit)}, with this form of the message. */
    static String remarks(String message, Commit commit) {
        OptionalLong from = commit.cause().isPresent() ? commit.cause() : commit.mergeParent();
        String cause = from.isPresent() ? " (of " + seq(from.getAsLong()) + ")" : "";
        String tags = commit.tags().isEmpty() ? "" : " [" + String.join(", ", commit.tags()) + "]";
        return (message + cause + tags).strip();
    }

    static void writeJson(Commit commit, JsonOutput json) {
        json.object(() -> writeFields(commit, json));
    }

    static void writeFields(Commit commit, JsonOutput json) {
        writeEvent(commit, json);
        json.objects("tables", commit.changes(), change -> {
            json.field("name", change.table());
            json.field("added", change.added());
            json.field("retracted", change.retracted());
        });
        json.field("tags", commit.tags());
        json.field("branch", commit.branch());
    }

    /** When, what and why, without what else the commit changed. */
    static void writeEvent(Commit commit, JsonOutput json) {
        json.field("seq", commit.seq());
        json.field("kind", commit.kind());
        json.field("at", commit.at());
        json.field("message", commit.message());
        json.field("author", commit.author());
        json.field("cause", commit.cause());
    }

    private static String signed(String sign, long number) {
        return number == 0 ? "" : sign + count(number);
    }
}
