package hindsight.duckdb;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies CSV into scratch space, in the one encoding and form that the engine reads without fail. */
final class CsvCopies {
    private static final int BUFFER = 1 << 16;
    /** Of a character in UTF-8; one that takes four counts as two. */
    private static final int MOST_BYTES = 3;

    static final CsvDialect PLAIN = new CsvDialect(",", "\"", "\"", StandardCharsets.UTF_8);

    private final Path scratch;
    private int copies;

    CsvCopies(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * The file in UTF-8.
     *
     * @throws hindsight.problem.InvalidException where its bytes are no text of its encoding
     */
    CsvLayout inUtf8(CsvLayout layout) {
        InputFile file = layout.file();
        Path copy = fresh();
        CsvDialect dialect = layout.dialect();
        try (Reader reader =
                        new InputStreamReader(file.open(), dialect.charset().newDecoder());
                Writer writer = Files.newBufferedWriter(copy)) {
            char[] text = new char[BUFFER];
            for (int read = reader.read(text); read >= 0; read = reader.read(text)) {
                writer.write(text, 0, read);
            }
        } catch (IOException e) {
            throw new CsvFaults(layout).explained(e);
        }
        CsvDialect utf8 =
                new CsvDialect(dialect.delimiter(), dialect.quote(), dialect.escape(), StandardCharsets.UTF_8);
        return layout.at(file.at(copy), utf8, layout.blankLines(), 0);
    }

    /** The file with every value in quotes and one kind of line break, for files that mix them. */
    CsvLayout plain(CsvLayout layout) {
        Path copy = fresh();
        long longest = 0;
        try (CsvScanner scanner = layout.scan();
                BufferedWriter writer = Files.newBufferedWriter(copy)) {
            int columns = layout.names().size();
            for (int seen = 0; scanner.next(); seen++) {
                if (seen >= layout.blankLines() && (columns == 1 || !scanner.isBlank())) {
                    longest = Math.max(longest, writeRecord(scanner, columns, writer));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return layout.at(layout.file().at(copy), PLAIN, 0, longest > CsvTail.LONGEST_UNASKED ? longest : 0);
    }

    /** Gives the most bytes that it may have written. */
    private static long writeRecord(CsvScanner scanner, int columns, Writer writer) throws IOException {
        long characters = 0;
        for (int i = 0; i < columns; i++) {
            String text = i < scanner.fields().size() ? scanner.fields().get(i).text() : "";
            writer.write(i > 0 ? "," : "");
            String value = '"' + text.replace("\"", "\"\"") + '"';
            writer.write(value);
            characters += value.length() + 1;
        }
        writer.write('\n');
        return characters * MOST_BYTES;
    }

    private Path fresh() {
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copies++;
        return scratch.resolve("copy" + copies + ".csv");
    }
}
