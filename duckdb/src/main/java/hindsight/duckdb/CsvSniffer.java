package hindsight.duckdb;

import hindsight.project.CsvOptions;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how a CSV file is written from its beginning: the delimiter under which most records have as many fields as the first
 * one, and of several the one with most fields. What the options state is not questioned.
 */
final class CsvSniffer {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
    private static final int RECORDS = 200;

    private final String beginning;
    private final boolean whole;

    /**
     * A sniffer.
     *
     * @param beginning of the file
     * @param whole whether that is all of it; else its last record is cut off somewhere
     */
    CsvSniffer(String beginning, boolean whole) {
        this.beginning = beginning;
        this.whole = whole;
    }

    /** How well a dialect explains the records. */
    private record Score(CsvDialect dialect, double agreement, int fields, int faults) {
        boolean isBetterThan(Score other) {
            if (fields > 1 != other.fields > 1) {
                return fields > 1;
            }
            if (agreement != other.agreement) {
                return agreement > other.agreement;
            }
            if (faults != other.faults) {
                return faults < other.faults;
            }
            return fields > other.fields;
        }
    }

    CsvDialect sniff(CsvOptions options, Charset charset, String usualDelimiter) {
        List<String> delimiters = options.delimiter().map(List::of).orElse(DELIMITERS);
        String quote = options.quote().orElse("\"");
        Score best = score(new CsvDialect(options.delimiter().orElse(usualDelimiter), quote, quote, charset));
        for (String delimiter : delimiters) {
            for (String escape : escapes(options, quote)) {
                Score score = score(new CsvDialect(delimiter, quote, escape, charset));
                best = score.isBetterThan(best) ? score : best;
            }
        }
        return best.dialect();
    }

    private List<String> escapes(CsvOptions options, String quote) {
        if (options.escape().isPresent()) {
            return List.of(options.escape().get());
        }
        return !quote.isEmpty() && beginning.contains("\\" + quote) ? List.of(quote, "\\") : List.of(quote);
    }

    private Score score(CsvDialect dialect) {
        List<Integer> counts = new ArrayList<>();
        int faults = 0;
        try (CsvScanner scanner = new CsvScanner(new StringReader(beginning), dialect)) {
            while (counts.size() < RECORDS && scanner.next()) {
                if (!scanner.isBlank()) {
                    counts.add(scanner.fields().size());
                    faults += scanner.fault() == CsvScanner.Fault.NONE ? 0 : 1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!whole && counts.size() > 1 && counts.size() < RECORDS) {
            counts.remove(counts.size() - 1);
        }
        if (counts.isEmpty()) {
            return new Score(dialect, 0, 0, faults);
        }
        int first = counts.get(0);
        double agreeing = counts.stream().filter(count -> count == first).count();
        return new Score(dialect, agreeing / counts.size(), first, faults);
    }
}
