package hindsight.cli;

import hindsight.problem.Problem;
import java.io.PrintStream;

/** Words for a person on standard error, around a status line that may stand there. */
final class Messages {
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream stream;
    private final TerminalTraits terminal;
    private final boolean colours;
    private final boolean quiet;
    private boolean statusShown;

    Messages(Surroundings surroundings, boolean colours, boolean quiet) {
        this.stream = surroundings.errors();
        this.terminal = surroundings.terminal();
        this.colours = colours && terminal.errors();
        this.quiet = quiet;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean isTerminal() {
        return terminal.errors();
    }

    /** Something worth knowing; left out when quiet. */
    void note(String text) {
        if (!quiet) {
            print(Tone.FAINT, text);
        }
    }

    void problem(Problem problem) {
        String text = problem.render();
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        Tone tone = problem.isError() ? Tone.BAD : Tone.CAUTION;
        print(Tone.PLAIN, tone.paint((problem.isError() ? "" : "Warning: ") + first, colours) + rest);
    }

    /** Asks on the same line on which the answer will be typed. */
    void ask(String question) {
        clearStatus();
        stream.print(question);
        stream.flush();
    }

    /** Shows a line that the next one overwrites; on a terminal only. */
    void status(String text) {
        stream.print(ERASE_LINE + DisplayText.cut(text, terminal.width() - 1));
        stream.flush();
        statusShown = true;
    }

    void clearStatus() {
        if (statusShown) {
            stream.print(ERASE_LINE);
            stream.flush();
            statusShown = false;
        }
    }

    private void print(Tone tone, String text) {
        clearStatus();
        stream.print(tone.paint(text, colours) + "\n");
        stream.flush();
    }
}
