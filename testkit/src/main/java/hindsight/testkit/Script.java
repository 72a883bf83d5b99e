package hindsight.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a script, cut into commands with what stands around them. */
record Script(List<Step> steps, String end) {
    private static final String PROMPT = "$ ";
    private static final String REMARK = "#";
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<-?\\s*['\"]?(\\w+)['\"]?");

    /**
     * A command.
     *
     * @param before remarks and blank lines above it
     * @param command without its prompt; several lines where it has a here-document
     */
    record Step(String before, String command) {}

    static Script parse(String text) {
        List<String> lines = text.lines().toList();
        List<Step> steps = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(PROMPT)) {
                int last = lastLine(lines, i);
                String command = String.join("\n", lines.subList(i, last + 1)).substring(PROMPT.length());
                steps.add(new Step(before.toString(), command));
                before.setLength(0);
                i = last;
            } else if (line.startsWith(REMARK) || (line.isEmpty() && isBeforeRemarkOrPrompt(lines, i))) {
                before.append(line).append('\n');
            }
        }
        return new Script(steps, before.toString());
    }

    /** The script with what its commands print now. */
    String run(Shell shell) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.before()).append(PROMPT).append(step.command()).append('\n');
            text.append(shell.run(step.command()));
        }
        return text.append(end).toString();
    }

    /** A line of an output, so that it is not taken for a command or a remark. */
    static String escaped(String line) {
        return isPromptOrRemark(line) ? "\\" + line : line;
    }

    private static boolean isPromptOrRemark(String line) {
        return line.startsWith(PROMPT) || line.startsWith(REMARK);
    }

    private static int lastLine(List<String> lines, int first) {
        Matcher document = HERE_DOCUMENT.matcher(lines.get(first));
        if (!document.find()) {
            return first;
        }
        int end = lines.subList(first, lines.size()).indexOf(document.group(1));
        if (end < 0) {
            throw new IllegalArgumentException("nothing ends the here-document of: " + lines.get(first));
        }
        return first + end;
    }

    /** Blank lines within an output belong to it; those below it are the script's. */
    private static boolean isBeforeRemarkOrPrompt(List<String> lines, int index) {
        return lines.subList(index, lines.size()).stream()
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(Script::isPromptOrRemark)
                .orElse(true);
    }
}
