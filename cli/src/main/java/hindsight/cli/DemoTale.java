package hindsight.cli;

import hindsight.cli.DemoStory.Chapter;
import hindsight.cli.DemoStory.Part;
import hindsight.cli.DemoStory.Saying;
import hindsight.cli.DemoStory.Typing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells the demo's story: runs each command in the project as if it were typed, and ends where one fails. */
final class DemoTale implements CommandResult {
    private final DemoStory story;
    private final Session session;
    private final Path folder;
    private Exit exit = Exit.DONE;

    DemoTale(DemoStory story, Session session, Path folder) {
        this.story = story;
        this.session = session;
        this.folder = folder;
    }

    @Override
    public void writeText(Output output) {
        output.line("A project over real flights is now in " + session.shown(folder) + ". What follows happens there.");
        for (int i = 0; i < story.chapters().size() && exit == Exit.DONE; i++) {
            Chapter chapter = story.chapters().get(i);
            output.blank();
            output.line(Tone.STRONG, (i + 1) + ". " + chapter.heading());
            chapter.parts().forEach(part -> tell(part, output));
        }
        if (exit == Exit.DONE) {
            output.blank();
            output.line(Tone.STRONG, "Go on:");
            output.line("  cd " + session.shown(folder));
            output.line("  cat README.txt                   what is in this folder, and what to try");
            output.line("  hindsight run                    load the days that are left, and apply");
            output.line("  hindsight diff worst_routes reported..head");
        }
    }

    private void tell(Part part, Output output) {
        if (exit != Exit.DONE) {
            return;
        }
        if (part instanceof Saying saying) {
            output.blank();
            output.text(saying.text());
        } else if (part instanceof Typing typing) {
            output.blank();
            output.text("$ hindsight " + typing.line());
            output.stream().flush();
            exit = session.run(folder, typing.words(), output.stream());
        }
    }

    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("project", session.shown(folder));
            json.name("steps").array(() -> story.chapters().forEach(chapter -> write(chapter, json)));
        });
    }

    /** One step for each command, with the words before it and the document that it gives. */
    private void write(Chapter chapter, JsonOutput json) {
        List<String> said = new ArrayList<>();
        for (Part part : chapter.parts()) {
            if (part instanceof Saying saying) {
                said.add(saying.text().replace('\n', ' '));
            } else if (part instanceof Typing typing && exit == Exit.DONE) {
                json.object(() -> {
                    json.field("chapter", chapter.heading());
                    json.field("text", String.join(" ", said));
                    json.field("command", "hindsight " + typing.line());
                    json.name("document").raw(document(typing));
                    json.field("exit", exit.code());
                });
                said.clear();
            }
        }
    }

    private String document(Typing typing) {
        List<String> words = new ArrayList<>(typing.words());
        words.add("--json");
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(document, false, StandardCharsets.UTF_8)) {
            exit = session.run(folder, words, stream);
        }
        return document.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public Exit exit() {
        return exit;
    }
}
