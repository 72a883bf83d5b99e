package hindsight.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A mistake and what is said of it. In a file of cases each begins with {@code ## title}; {@code >> name} begins a project file and
 * {@code <<} the messages.
 *
 * @param files content by name
 */
record MessageCase(String title, Map<String, String> files, String messages) {
    private static final String TITLE = "## ";
    private static final String FILE = ">> ";
    private static final String MESSAGES = "<<";

    MessageCase with(String newMessages) {
        return new MessageCase(title, files, newMessages);
    }

    static List<MessageCase> read(Path file) {
        try {
            List<MessageCase> cases = new ArrayList<>();
            for (String part : ("\n" + Files.readString(file)).split("\n" + TITLE)) {
                if (!part.isBlank()) {
                    cases.add(parse(part));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageCase parse(String part) {
        String[] halves = part.split("\n" + MESSAGES + "\n?", 2);
        String[] pieces = halves[0].split("\n" + FILE);
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 1; i < pieces.length; i++) {
            String[] named = pieces[i].split("\n", 2);
            files.put(named[0], named.length == 1 ? "" : named[1] + "\n");
        }
        return new MessageCase(pieces[0].strip(), files, halves.length == 1 ? "" : halves[1].stripTrailing());
    }

    static void write(Path file, List<MessageCase> cases) {
        try {
            Files.writeString(file, cases.stream().map(MessageCase::text).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder(TITLE + title + "\n");
        files.forEach((name, content) -> text.append(FILE + name + "\n").append(content));
        return text + MESSAGES + "\n" + messages + "\n";
    }
}
