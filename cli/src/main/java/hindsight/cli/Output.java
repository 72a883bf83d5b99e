package hindsight.cli;

import java.io.PrintStream;

/** Where results go as text. Lines are cut, and tones coloured, on a terminal only. */
final class Output {
    private final PrintStream stream;
    private final boolean colours;
    private final int limit;
    private int lines;

    /** @param limit columns after which a line is cut */
    Output(PrintStream stream, boolean colours, int limit) {
        this.stream = stream;
        this.colours = colours;
        this.limit = limit;
    }

    void line(String text) {
        line(Tone.PLAIN, text);
    }

    void line(Tone tone, String text) {
        stream.print(tone.paint(DisplayText.cut(text, limit), colours));
        stream.print('\n');
        lines++;
    }

    void blank() {
        line("");
    }

    /** A text of several lines, none of which is cut. */
    void text(String text) {
        stream.print(text);
        stream.print(text.endsWith("\n") ? "" : "\n");
    }

    /** For bytes as they are, such as a query's CSV. */
    PrintStream stream() {
        return stream;
    }

    /** Whether a person reads along, and lines are cut. */
    boolean isTerminal() {
        return limit != Integer.MAX_VALUE;
    }

    /** Whether the reader of the output went away; asked cheaply, so not at every line. */
    boolean isAbandoned() {
        return lines % 1000 == 0 && stream.checkError();
    }
}
