package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.LogicVersion;
import hindsight.history.Update.LogicText;
import hindsight.problem.Problem;
import hindsight.run.ModelLogic;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The logic of a model as text and as data.
 *
 * @param dated whether the user named the commit
 */
record LogicResult(ModelLogic.Result logic, boolean dated) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("model", logic.model());
            json.field("role", logic.role());
            json.field("as_of", logic.remembered().isPresent() ? logic.seq() : null);
            json.field(
                    "dropped",
                    logic.remembered().map(ModelLogic.Remembered::dropped).orElse(false));
            versions("in_force", logic.remembered().map(ModelLogic.Remembered::inForce), json);
            versions("declared", logic.remembered().map(ModelLogic.Remembered::declared), json);
            json.name("file");
            logic.file()
                    .ifPresentOrElse(
                            file -> json.array(
                                    file.timeline().segments(),
                                    section -> json.object(() -> write(section.range(), section.value(), json))),
                            () -> json.value(null));
        });
    }

    private static void versions(String name, Optional<Timeline<LogicVersion>> timeline, JsonOutput json) {
        json.name(name);
        timeline.ifPresentOrElse(
                known -> json.array(
                        known.segments(),
                        section -> json.object(() -> {
                            json.field("version", section.value().number());
                            write(section.range(), section.value().text(), json);
                        })),
                () -> json.value(null));
    }

    private static void write(EffectiveRange range, LogicText text, JsonOutput json) {
        json.field("from", range.from());
        json.field("to", range.to());
        json.field("inputs", text.inputs());
        json.field("sql", text.sql());
    }

    @Override
    public void writeText(Output output) {
        String role = logic.role().name().toLowerCase(Locale.ROOT);
        boolean dropped =
                logic.remembered().filter(ModelLogic.Remembered::dropped).isPresent();
        String state = logic.remembered().isEmpty() ? ", not applied yet" : dropped ? ", dropped" : "";
        output.line(Tone.STRONG, logic.model() + ": " + role + state);
        if (dated) {
            output.line(Tone.FAINT, "As of " + CommitText.seq(logic.seq()) + ".");
        }
        logic.remembered()
                .ifPresentOrElse(
                        known -> remembered(known, output),
                        () -> logic.file().ifPresent(file -> fresh(file.timeline(), output)));
    }

    @Override
    public List<Problem> problems() {
        return logic.obstacles();
    }

    /** A model that was never applied: its sections have no numbers yet. */
    private static void fresh(Timeline<LogicText> timeline, Output output) {
        Optional<LogicText> before = Optional.empty();
        for (Segment<LogicText> section : timeline.segments()) {
            output.blank();
            text("In its file, " + section.range().clause(), before, section.value(), output);
            before = Optional.of(section.value());
        }
    }

    private void remembered(ModelLogic.Remembered known, Output output) {
        output.blank();
        sections("In force", known.inForce(), output);
        versions(known.inForce(), output);
        if (!known.declared().equals(known.inForce())) {
            output.blank();
            sections("Declared", known.declared(), output);
            differences("Declared", known.inForce(), known.declared().map(LogicVersion::text), output);
        }
        logic.file().ifPresent(file -> {
            output.blank();
            output.line(Tone.CAUTION, "Its file says something else, which is not applied yet: " + file.why() + ".");
            differences("In its file", known.declared(), file.timeline(), output);
        });
    }

    private static void sections(String heading, Timeline<LogicVersion> timeline, Output output) {
        List<TextTable.Row> rows = new ArrayList<>();
        for (Segment<LogicVersion> section : timeline.segments()) {
            LogicVersion version = section.value();
            rows.add(TextTable.Row.of(
                    section.range().clause(), Integer.toString(version.number()), String.join(", ", version.inputs())));
        }
        TextTable.of(Column.text(heading), Column.number("Version"), Column.text("Reads"))
                .print(rows, output);
    }

    /** Each once, where it comes first, beside the one before. */
    private static void versions(Timeline<LogicVersion> timeline, Output output) {
        Set<Integer> told = new HashSet<>();
        Optional<LogicVersion> before = Optional.empty();
        for (Segment<LogicVersion> section : timeline.segments()) {
            LogicVersion now = section.value();
            if (told.add(now.number())) {
                output.blank();
                String against = before.map(version -> ", against version " + version.number())
                        .orElse("");
                text("Version " + now.number() + against, before.map(LogicVersion::text), now.text(), output);
            }
            before = Optional.of(now);
        }
    }

    /** A piece of effective time for which two timelines say something else. */
    private record Piece(LogicVersion before, LogicText after) {}

    private static void differences(
            String where, Timeline<LogicVersion> before, Timeline<LogicText> after, Output output) {
        for (Segment<Piece> piece : before.beside(after, Piece::new).segments()) {
            LogicVersion old = piece.value().before();
            LogicText now = piece.value().after();
            if (!old.sql().equals(now.sql())) {
                output.blank();
                String title = where + ", " + piece.range().clause() + ", against version " + old.number();
                text(title, Optional.of(old.text()), now, output);
            }
        }
    }

    private static void text(String title, Optional<LogicText> before, LogicText now, Output output) {
        output.line(Tone.FAINT, title + ":");
        before.ifPresentOrElse(
                old -> LineDiff.of(old.sql(), now.sql()).forEach(output::text), () -> output.text(now.sql()));
    }
}
