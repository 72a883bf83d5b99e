package hindsight.cli;

import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.run.ReversalResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of an undo, a restore or a merge.
 *
 * @param words how to tell it
 */
record ReversalShown(ReversalWords words, ReversalResult result, Manner manner) implements CommandResult {
    /** Conflicts that are told one by one in text. */
    private static final int TOLD = 20;

    /** How it was asked for. */
    record Manner(ConflictPolicy policy, boolean rehearsal) {}

    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("seq", result.seq());
            words.writeJson(json);
            json.field("dry_run", manner.rehearsal());
            json.name("applied").array(result.tables(), table -> write(table, json));
            json.field("conflict_count", result.clashes());
            json.name("conflicts").array(result.conflicts(), conflict -> write(conflict, json));
        });
    }

    @Override
    public void writeText(Output output) {
        if (!result.conflicts().isEmpty()) {
            printConflicts(output);
        }
        if (!result.tables().isEmpty()) {
            TextTable.of(
                            TextTable.Column.text("Table"),
                            TextTable.Column.text("Change"),
                            TextTable.Column.text("Strategy"),
                            TextTable.Column.number("Added"),
                            TextTable.Column.number("Retracted"))
                    .print(result.tables().stream().map(ReversalShown::row).toList(), output);
        }
        if (result.seq().isPresent()) {
            output.line(Tone.GOOD, "Published " + CommitText.seq(result.seq().getAsLong()) + ".");
        } else if (manner.rehearsal() && !result.blocked() && !result.tables().isEmpty()) {
            output.line(Tone.FAINT, "Nothing was published: this is what " + words.command() + " would do.");
        } else if (!result.blocked()) {
            output.line(Tone.FAINT, "Nothing to do.");
        }
    }

    @Override
    public List<Problem> problems() {
        return result.blocked()
                ? List.of(Problem.error(
                        "conflict",
                        "Cannot " + words.command() + " " + words.about() + ": "
                                + CommitText.count(result.clashes(), "conflict", "conflicts") + " with "
                                + words.others() + "; nothing was changed",
                        "Keep " + words.others()
                                + " with --on-conflict keep-later, or overwrite it with --on-conflict force."))
                : List.of();
    }

    @Override
    public Exit exit() {
        return result.blocked() ? Exit.REFUSED : Exit.DONE;
    }

    private void printConflicts(Output output) {
        String what = switch (manner.policy()) {
            case FAIL -> "In the way";
            case KEEP_LATER -> "Left as it is";
            case FORCE -> "Overwritten";
        };
        output.line(Tone.CAUTION, what + ":");
        result.conflicts().stream().limit(TOLD).map(this::line).forEach(line -> output.line("  " + line));
        long rest = result.clashes() - Math.min(TOLD, result.conflicts().size());
        if (rest > 0) {
            output.line(Tone.FAINT, "  and " + CommitText.count(rest, "other", "others"));
        }
    }

    private String line(Conflict conflict) {
        StringBuilder line = new StringBuilder(conflict.table());
        if (!conflict.key().isEmpty()) {
            line.append(" ")
                    .append(conflict.key().entrySet().stream()
                            .map(part -> part.getKey() + "=" + shown(part.getValue()))
                            .collect(Collectors.joining(",")));
        }
        conflict.column().ifPresent(column -> line.append(" ").append(column));
        conflict.portion().ifPresent(portion -> line.append(" ").append(clause(portion)));
        line.append(": ").append(conflict.reason());
        if (conflict.column().isPresent() && !conflict.key().isEmpty()) {
            line.append(" (").append(words.values(conflict)).append(")");
        }
        return line.toString();
    }

    private static String clause(Conflict.Portion portion) {
        if (portion.from() == null) {
            return portion.to() == null ? "at all effective time" : "before " + portion.to();
        }
        return portion.to() == null
                ? "since " + portion.from()
                : "from " + portion.from() + " to before " + portion.to();
    }

    static String shown(@Nullable Object value) {
        if (value instanceof List<?> several) {
            return several.stream().map(ReversalShown::shown).collect(Collectors.joining(", then "));
        }
        return value == null ? "nothing" : value.toString();
    }

    private static TextTable.Row row(ReversalResult.Table table) {
        return new TextTable.Row(
                Tone.PLAIN,
                List.of(
                        table.name(),
                        table.change(),
                        table.strategy() == Strategy.NONE
                                ? ""
                                : table.strategy().word(),
                        CommitText.count(table.added()),
                        CommitText.count(table.retracted())));
    }

    private static void write(ReversalResult.Table table, JsonOutput json) {
        json.object(() -> {
            json.field("name", table.name());
            json.field("kind", table.source() ? "source" : "model");
            json.field("change", table.change());
            json.field("strategy", table.strategy());
            json.field("added", table.added());
            json.field("retracted", table.retracted());
        });
    }

    private static void write(Conflict conflict, JsonOutput json) {
        json.object(() -> {
            json.field("table", conflict.table());
            json.field("key", conflict.key().isEmpty() ? null : (Map<String, ?>) conflict.key());
            json.field("column", conflict.column());
            json.name("portion");
            conflict.portion()
                    .ifPresentOrElse(
                            portion -> json.object(() -> {
                                json.field("from", portion.from());
                                json.field("to", portion.to());
                            }),
                            () -> json.value(null));
            json.field("base", conflict.base());
            json.field("ours", conflict.ours());
            json.field("theirs", conflict.theirs());
            json.field("reason", conflict.reason());
        });
    }
}
