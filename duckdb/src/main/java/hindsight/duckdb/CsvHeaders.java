package hindsight.duckdb;

import hindsight.engine.FileStage.ReadRequest;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.CsvOptions;
import hindsight.schema.Column;
import hindsight.schema.Name;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads how CSV files are laid out: their dialects and the names of their columns. */
final class CsvHeaders {
    private static final int BEGINNING = 1 << 16;
    private static final int LONGEST = 1 << 22;
    private static final String DATA = "\\s*(-?[0-9]+([.,][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*)\\s*";

    private final CsvOptions options;
    private final List<Column> declared;
    private final List<Column> remembered;
    private final Charset charset;

    CsvHeaders(ReadRequest request, Charset charset) {
        this.options = request.csv();
        this.declared = request.declared();
        this.remembered = request.remembered();
        this.charset = charset;
    }

    /** The charset of that name in hindsight.yml; UTF-8 where none is stated. */
    static Charset charset(CsvOptions options) {
        String name = options.encoding().orElse("utf-8").toLowerCase(Locale.ROOT);
        if (name.equals("latin-1") || name.equals("latin1")) {
            return StandardCharsets.ISO_8859_1;
        }
        if (!name.matches("[a-z0-9][a-z0-9_.:+-]*") || !Charset.isSupported(name)) {
            throw new InvalidException(Problem.error(
                    "unknown-encoding",
                    "Cannot read text in the encoding '" + name + "': there is none of that name",
                    "Usual ones are utf-8, latin-1, windows-1252 and utf-16."));
        }
        return Charset.forName(name);
    }

    /**
     * Lays out one file.
     *
     * @throws hindsight.problem.InvalidException when its columns have no clear names
     */
    CsvLayout layout(InputFile file) throws IOException {
        return layout(file, BEGINNING);
    }

    private CsvLayout layout(InputFile file, int reach) throws IOException {
        String beginning = beginning(file, reach);
        boolean whole = beginning.length() < reach;
        if (!whole && reach < LONGEST && !hasLine(beginning)) {
            return layout(file, reach * 8);
        }
        boolean tabs = file.name().toLowerCase(Locale.ROOT).matches(".*\\.(tsv|tab)(\\.gz)?");
        CsvDialect dialect = new CsvSniffer(beginning, whole).sniff(options, charset, tabs ? "\t" : ",");
        try (CsvScanner scanner = new CsvScanner(new StringReader(beginning), dialect)) {
            int blank = 0;
            boolean present = scanner.next();
            while (present && scanner.isBlank()) {
                blank++;
                present = scanner.next();
            }
            if (!present) {
                throw file.invalid(
                        "empty-file",
                        "Cannot read the file: there are only blank lines in it",
                        "A file without rows still has a header.");
            }
            return options.header().orElse(true)
                    ? named(file, dialect, scanner, blank)
                    : unnamed(file, dialect, scanner.fields().size());
        }
    }

    /** A delimiter at the end of every line makes no column. */
    private CsvLayout named(InputFile file, CsvDialect dialect, CsvScanner scanner, int blank) throws IOException {
        List<String> names = new ArrayList<>();
        List<Location> places = new ArrayList<>();
        for (CsvScanner.Field field : scanner.fields()) {
            names.add(field.text().strip());
            places.add(place(file, scanner, field));
        }
        int last = names.size() - 1;
        if (last > 0 && names.get(last).isEmpty()) {
            names.remove(last);
            places.remove(last);
        }
        checkNames(names, places);
        boolean known = names.stream().anyMatch(this::isKnown);
        if (options.header().isEmpty() && !known) {
            List<CsvScanner.Field> first = scanner.fields();
            Location line = new Location(file.name(), (int) scanner.line(), 0, 0, "");
            checkLooksLikeNames(first, scanner.next() ? scanner.fields() : List.of(), line);
        }
        return new CsvLayout(file, dialect, names, true, blank, places, 0);
    }

    /** Names for a file without a header: those declared, or else those remembered, in order. */
    private CsvLayout unnamed(InputFile file, CsvDialect dialect, int fields) {
        List<Column> known = declared.size() >= remembered.size() ? declared : remembered;
        if (known.size() != fields) {
            throw file.invalid(
                    "no-column-names",
                    "Cannot name the columns of the file: it has " + fields + " and no header, and "
                            + (known.isEmpty() ? "no columns are" : known.size() + " are") + " declared",
                    "Declare all of them in the order of the file: columns: {name: TYPE, …}.");
        }
        return new CsvLayout(file, dialect, known.stream().map(Column::name).toList(), false, 0, List.of(), 0);
    }

    private static void checkNames(List<String> names, List<Location> places) {
        Problems problems = new Problems();
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                problems.add(Problem.error(
                        "no-column-names",
                        places.get(i),
                        "Cannot name column " + (i + 1) + ": its header is empty",
                        "Name it in the file, or say csv: {header: false} and declare columns."));
            } else if (!seen.add(Name.folded(name))) {
                problems.add(Problem.error(
                        "duplicate-column",
                        places.get(i),
                        "Cannot tell columns apart: another one is named " + name + " too",
                        "Names are compared without regard to case; rename one in the file."));
            }
        }
        problems.throwIfErrors();
    }

    /** Refuses a first line with numbers or dates where the second line has them too: most likely there is no header. */
    private static void checkLooksLikeNames(
            List<CsvScanner.Field> first, List<CsvScanner.Field> second, Location line) {
        List<String> suspicious = new ArrayList<>();
        for (int i = 0; i < first.size() && i < second.size(); i++) {
            if (first.get(i).text().matches(DATA) && second.get(i).text().matches(DATA)) {
                suspicious.add(first.get(i).text().strip());
            }
        }
        if (!suspicious.isEmpty()) {
            throw new InvalidException(Problem.error(
                    "no-header",
                    line,
                    "Cannot take the first line for names: "
                            + suspicious.stream().limit(3).collect(Collectors.joining(", ")) + " looks like data",
                    "Say csv: {header: false} and declare columns; or csv: {header: true} if they are names."));
        }
    }

    private boolean isKnown(String name) {
        return declared.stream().anyMatch(column -> column.named(name))
                || remembered.stream().anyMatch(column -> column.named(name));
    }

    private static Location place(InputFile file, CsvScanner scanner, CsvScanner.Field field) {
        return new Location(
                file.name(),
                (int) field.line(),
                (int) field.column(),
                Math.max(1, field.length()),
                field.line() == scanner.line() ? scanner.excerpt() : "");
    }

    /** Whether a line that is not blank ends in it. */
    private static boolean hasLine(String beginning) {
        String text = beginning.stripLeading();
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private String beginning(InputFile file, int reach) throws IOException {
        char[] text = new char[reach];
        int length = 0;
        try (Reader reader = CsvLayout.reader(file, new CsvDialect(",", "", "", charset))) {
            int read = reader.read(text, 0, reach);
            while (read > 0) {
                length += read;
                read = length < reach ? reader.read(text, length, reach - length) : -1;
            }
        }
        return new String(text, 0, length);
    }
}
