package hindsight.duckdb;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV one record at a time and knows where each value stands. It is what messages and headers are made from; rows go into the
 * engine by the engine's own reader, which reads the same records: quotes count at the beginning of a field only, and a line break is any
 * of LF, CR and CRLF.
 */
final class CsvScanner implements AutoCloseable {
    /** Characters of a value. */
    static final int LONGEST = 16 << 20;

    private static final int EXCERPT = 160;
    private static final int BUFFER = 1 << 15;

    private final Reader reader;
    private final CsvDialect dialect;
    private final char[] buffer = new char[BUFFER];
    private int position;
    private int filled;
    private long line = 1;
    private long column = 1;
    private long recordLine;
    private List<Field> fields = List.of();
    private Fault fault = Fault.NONE;
    private final StringBuilder excerpt = new StringBuilder();
    private boolean excerptWhole;

    /** What is wrong with the quotes of a record. */
    enum Fault {
        NONE,
        /** The file ends inside of quotes. */
        UNCLOSED,
        /** Text follows a closing quote. */
        TEXT_AFTER_QUOTE,
        /** A value is longer than {@link #LONGEST}; what is beyond that is left out. */
        TOO_LONG
    }

    /**
     * A value.
     *
     * @param line 1-based, where it begins
     * @param column 1-based, in characters, where it begins
     * @param length characters as written, up to the end of its first line
     */
    record Field(String text, boolean quoted, long line, long column, int length) {}

    CsvScanner(Reader reader, CsvDialect dialect) {
        this.reader = reader;
        this.dialect = dialect;
    }

    /** Goes to the next record; false at the end. Blank lines are records of one empty field. */
    boolean next() throws IOException {
        if (peek(0) < 0) {
            return false;
        }
        if (line == 1 && column == 1 && peek(0) == '\ufeff') {
            position++;
        }
        recordLine = line;
        excerpt.setLength(0);
        excerptWhole = true;
        fault = Fault.NONE;
        List<Field> found = new ArrayList<>();
        boolean more = true;
        while (more) {
            found.add(field());
            more = takeDelimiter();
        }
        fields = found;
        endOfLine();
        return true;
    }

    List<Field> fields() {
        return fields;
    }

    /** 1-based line on which the record begins. */
    long line() {
        return recordLine;
    }

    Fault fault() {
        return fault;
    }

    boolean isBlank() {
        return fields.size() == 1
                && !fields.get(0).quoted()
                && fields.get(0).text().isEmpty();
    }

    /** The record's text where it is one line and not too long to show, else nothing. */
    String excerpt() {
        return excerptWhole ? excerpt.toString() : "";
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private Field field() throws IOException {
        long startLine = line;
        long startColumn = column;
        boolean quoted = peek(0) == dialect.quoteCharacter();
        StringBuilder text = new StringBuilder();
        int firstLineLength = quoted ? quotedValue(text, startLine) : plainValue(text);
        return new Field(text.toString(), quoted, startLine, startColumn, firstLineLength);
    }

    private int plainValue(StringBuilder text) throws IOException {
        while (!atEndOfField()) {
            append(text, take());
        }
        return text.length();
    }

    private int quotedValue(StringBuilder text, long startLine) throws IOException {
        long startColumn = column;
        long end = startColumn;
        take();
        while (true) {
            int c = peek(0);
            if (c < 0) {
                fault = Fault.UNCLOSED;
                return (int) (end - startColumn);
            }
            if (c == dialect.escapeCharacter() && isEscapable(peek(1))) {
                take();
                append(text, take());
            } else if (take() == dialect.quoteCharacter()) {
                end = line == startLine ? column : end;
                restAfterQuote(text);
                return (int) (end - startColumn);
            } else {
                append(text, c);
            }
            end = line == startLine ? column : end;
        }
    }

    private void append(StringBuilder text, int c) {
        if (text.length() < LONGEST) {
            text.append((char) c);
        } else {
            fault = Fault.TOO_LONG;
        }
    }

    /** Blanks after a closing quote are no part of the value. */
    private void restAfterQuote(StringBuilder text) throws IOException {
        while (!atEndOfField()) {
            int c = take();
            if (c != ' ') {
                fault = Fault.TEXT_AFTER_QUOTE;
                text.append((char) c);
            }
        }
    }

    private boolean isEscapable(int next) {
        return next == dialect.quoteCharacter() || next == dialect.escapeCharacter() && next >= 0;
    }

    private boolean atEndOfField() throws IOException {
        int c = peek(0);
        return c < 0 || c == '\n' || c == '\r' || atDelimiter();
    }

    private boolean atDelimiter() throws IOException {
        String delimiter = dialect.delimiter();
        for (int i = 0; i < delimiter.length(); i++) {
            if (peek(i) != delimiter.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean takeDelimiter() throws IOException {
        if (!atDelimiter()) {
            return false;
        }
        for (int i = 0; i < dialect.delimiter().length(); i++) {
            take();
        }
        return true;
    }

    private void endOfLine() throws IOException {
        if (peek(0) == '\r' && peek(1) == '\n') {
            position++;
        }
        if (peek(0) >= 0) {
            take();
        }
    }

    private int take() throws IOException {
        int c = peek(0);
        position++;
        boolean breaks = c == '\n' || c == '\r' && peek(0) != '\n';
        if (breaks) {
            line++;
            column = 1;
        } else {
            column++;
            if (line == recordLine && excerpt.length() < EXCERPT) {
                excerpt.append((char) c);
            } else {
                excerptWhole = false;
            }
        }
        return c;
    }

    /** The character that many places ahead; negative beyond the end. */
    private int peek(int ahead) throws IOException {
        if (position + ahead >= filled) {
            fill();
        }
        return position + ahead < filled ? buffer[position + ahead] : -1;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, filled - position);
        filled -= position;
        position = 0;
        int read = reader.read(buffer, filled, buffer.length - filled);
        while (read == 0) {
            read = reader.read(buffer, filled, buffer.length - filled);
        }
        filled += Math.max(0, read);
    }
}
