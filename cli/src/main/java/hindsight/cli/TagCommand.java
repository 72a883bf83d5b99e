package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.run.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Names commits. */
@Command(
        name = "tag",
        description = "Gives a commit a name that can be used wherever a seq can; without arguments, lists the names.",
        footer = {"  hindsight tag closing_march", "  hindsight tag before_fix 12", "  hindsight tag"})
final class TagCommand implements Action {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Begins with a letter. A name given before moves.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "S",
            description = "The commit: a seq, a tag, a moment or head. Default: head.")
    private String position = "head";

    @Override
    public CommandResult perform(Session session) {
        Tag tag = new Tag(session.workspace());
        CommitText text = CommitText.of(session);
        if (name == null) {
            return new Listed(tag.list(), text);
        }
        return new Given(tag.run(name, session.positions().position(position)), text);
    }

    private record Given(Tag.Result result, CommitText text) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("name", result.named().name());
                json.field("seq", result.named().commit().seq());
                json.field("former", result.former());
            });
        }

        @Override
        public void writeText(Output output) {
            String moved = result.former().isPresent()
                    ? ", and no longer " + CommitText.seq(result.former().getAsLong())
                    : "";
            output.line(
                    result.named().name() + " is " + text.named(result.named().commit()) + moved + ".");
        }
    }

    private record Listed(List<Tag.Named> tags, CommitText text) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.array(
                    tags,
                    tag -> json.object(() -> {
                        json.field("name", tag.name());
                        json.field("seq", tag.commit().seq());
                        json.field("at", tag.commit().at());
                    }));
        }

        @Override
        public void writeText(Output output) {
            if (tags.isEmpty()) {
                output.line("No tags yet: hindsight tag NAME [S] gives a commit a name.");
                return;
            }
            TextTable.of(Column.text("Tag"), Column.number("Seq"), Column.text("Time"), Column.text("Message"))
                    .print(
                            tags.stream()
                                    .map(tag -> TextTable.Row.of(
                                            tag.name(),
                                            CommitText.seq(tag.commit().seq()),
                                            text.time(tag.commit().at()),
                                            CommitText.message(tag.commit())))
                                    .toList(),
                            output);
        }
    }
}
