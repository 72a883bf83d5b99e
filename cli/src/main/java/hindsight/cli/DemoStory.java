package hindsight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The demo's story. Its text has headings after {@code #}, commands after {@code $}, and words in between.
 *
 * @param chapters in order
 */
record DemoStory(List<Chapter> chapters) {
    private static final String HEADING = "# ";
    private static final String PROMPT = "$ hindsight ";

    DemoStory {
        chapters = List.copyOf(chapters);
    }

    /** A heading with what follows. */
    record Chapter(String heading, List<Part> parts) {
        Chapter {
            parts = List.copyOf(parts);
        }
    }

    /** What a chapter is made of. */
    sealed interface Part permits Saying, Typing {}

    /** Words, in lines. */
    record Saying(String text) implements Part {}

    /** A command as a user types it, the product's name left out. */
    record Typing(String line) implements Part {
        private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

        /** The words of the line; quotes hold words together. */
        List<String> words() {
            return WORD.matcher(line)
                    .results()
                    .map(word -> word.group(1) == null ? word.group() : word.group(1))
                    .toList();
        }
    }

    static DemoStory parse(String text) {
        List<Chapter> chapters = new ArrayList<>();
        for (String chapter : text.split("(?m)^" + HEADING)) {
            if (!chapter.isBlank()) {
                int end = chapter.indexOf('\n');
                chapters.add(new Chapter(chapter.substring(0, end).strip(), parts(chapter.substring(end))));
            }
        }
        return new DemoStory(chapters);
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        for (String block : text.strip().split("\n\n+")) {
            if (block.startsWith(PROMPT)) {
                block.lines()
                        .map(line -> new Typing(line.substring(PROMPT.length())))
                        .forEach(parts::add);
            } else {
                parts.add(new Saying(block.lines().collect(Collectors.joining("\n"))));
            }
        }
        return parts;
    }
}
