package hindsight.cli;

import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.problem.OneLine;
import hindsight.run.History.Event;
import hindsight.run.Missing;
import hindsight.run.Why;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a row is what it is, or is not there.
 *
 * @param asked the key or the condition, as written
 */
record WhyResult(Why.Result why, String asked, CommitText text) implements CommandResult {
    private static final int EVENTS = 10;

    @Override
    public void writeJson(JsonOutput json) {
        TableDefinition table = why.table().definition();
        json.object(() -> {
            json.field("table", table.name());
            json.field("kind", table.role());
            json.field("asked", asked);
            json.field("column", why.column());
            json.field("as_of", why.seq());
            json.field("found", why.made().isPresent());
            json.name("events").array(why.events(), event -> writeEvent(event, json));
            why.made()
                    .ifPresent(
                            made -> json.name("tables").array(made.tables(), one -> ProvenanceJson.write(one, json)));
            why.missing().ifPresent(missing -> {
                json.name("lost").array(missing.losses(), loss -> writeLoss(loss, json));
            });
        });
    }

    private static void writeEvent(Event event, JsonOutput json) {
        json.object(() -> {
            CommitText.writeEvent(event.commit(), json);
            json.field("change", event.step().kind());
            EventCells.writeJson(event, json);
        });
    }

    private static void writeLoss(Missing.Loss loss, JsonOutput json) {
        json.object(() -> {
            json.field("table", loss.table());
            json.field("cause", loss.cause());
            json.field("text", loss.text());
            json.field("inputs", loss.inputs());
            json.field("candidates", loss.candidates());
            json.field("samples", loss.samples());
            json.field("retracted", loss.retracted());
        });
    }

    @Override
    public void writeText(Output output) {
        TableDefinition table = why.table().definition();
        String name = table.name() + why.column().map(column -> "." + column).orElse("");
        String heading = name + " of " + OneLine.of(asked) + ", as of " + CommitText.seq(why.seq());
        if (why.made().isEmpty()) {
            output.line(Tone.STRONG, heading + ": there is no such row");
            writeLost(output);
            writeEvents(output);
            return;
        }
        output.line(Tone.STRONG, heading + value());
        writeEvents(output);
        output.blank();
        new WhyTree(why.made().get(), text, output).write();
    }

    /** The cell, where one is asked about. */
    private String value() {
        var first = why.made().orElseThrow().tables().get(0);
        if (why.column().isEmpty() || first.rows() != 1 || first.sample().rows().isEmpty()) {
            return "";
        }
        int place = first.sample().schema().names().indexOf(why.column().get());
        return ": " + DisplayText.of(first.sample().rows().get(0).get(place));
    }

    private void writeEvents(Output output) {
        if (why.table().isView()) {
            output.line(Tone.FAINT, "A view stores no rows, so no commit changed it.");
            return;
        }
        List<Event> last = why.events()
                .subList(Math.max(0, why.events().size() - EVENTS), why.events().size());
        if (last.size() < why.events().size()) {
            output.line(
                    Tone.FAINT,
                    (why.events().size() - last.size()) + " earlier changes: hindsight history tells them.");
        }
        last.forEach(event -> output.line("  " + CommitText.seq(event.commit().seq()) + "  "
                + text.time(event.commit().at()) + "  " + CommitText.kind(event.commit()) + " by "
                + event.commit().author() + ": "
                + DisplayText.cut(CommitText.remarks(event.commit()), 40) + "  " + what(event)));
    }

    private String what(Event event) {
        return event.step().kind().name().toLowerCase(Locale.ROOT) + " "
                + EventCells.text(event, why.column().isEmpty());
    }

    private void writeLost(Output output) {
        List<Missing.Loss> losses = why.missing().orElseThrow().losses();
        losses.forEach(loss -> output.line("  " + LossWords.of(loss)));
        boolean source = why.table().definition().role() == TableRole.SOURCE;
        if (losses.isEmpty() && why.events().isEmpty()) {
            output.line(
                    source
                            ? "  No commit ever held one."
                            : "  That is all that can be told of a condition; a key tells more.");
        }
    }

    /** Values by column, in one line. */
    static String shown(Map<String, @Nullable Object> row) {
        return row.entrySet().stream()
                .map(cell -> cell.getKey() + " " + DisplayText.of(cell.getValue()))
                .collect(Collectors.joining(", "));
    }
}
