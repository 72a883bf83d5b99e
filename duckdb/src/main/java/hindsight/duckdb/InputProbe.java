package hindsight.duckdb;

import hindsight.engine.FileStage.NamedFile;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Finds out what a file is before it is read: by its first bytes, and where they leave a choice by its name. */
final class InputProbe {
    private static final int HEAD = 1 << 14;
    private static final String GZIP = "\u001f\u008b";
    private static final String PARQUET = "PAR1";

    /** First bytes of files that people take for tables, each byte as a character. */
    private enum Foreign {
        ZIP("a ZIP archive or an Excel workbook", "PK\3\4"),
        ZSTD("packed with zstd", "(\u00b5/\u00fd"),
        XZ("packed with xz", "\u00fd7zXZ"),
        BZIP("packed with bzip2", "BZh"),
        SQLITE("an SQLite database", "SQLite format"),
        OLE("an old Excel workbook", "\u00d0\u00cf\u0011\u00e0"),
        PDF("a PDF document", "%PDF"),
        AVRO("an Avro file", "Obj\1"),
        ORC("an ORC file", "ORC");

        private final String shown;
        private final String start;

        Foreign(String shown, String start) {
            this.shown = shown;
            this.start = start;
        }
    }

    private final NamedFile file;
    private final Charset charset;

    private InputProbe(NamedFile file, Charset charset) {
        this.file = file;
        this.charset = charset;
    }

    /**
     * Probes a file.
     *
     * @param charset of CSV, to tell text of two bytes a character from binary files
     * @throws InvalidException when there is nothing to read
     */
    static InputFile probe(NamedFile file, Charset charset) {
        InputProbe probe = new InputProbe(file, charset);
        probe.checkPresent();
        try {
            return probe.identify();
        } catch (IOException e) {
            throw probe.invalid("unreadable-file", "Cannot read the file: " + e.getMessage(), "");
        }
    }

    private void checkPresent() {
        Path path = file.path();
        if (Files.isDirectory(path)) {
            throw invalid(
                    "is-a-folder",
                    "Cannot read the file: it is a folder",
                    "Name the files in it, such as " + file.name() + "/*.csv.");
        }
        if (!Files.exists(path)) {
            throw missing();
        }
        if (!Files.isReadable(path)) {
            throw invalid("unreadable-file", "Cannot read the file: its rights do not allow it", "Check its rights.");
        }
    }

    private InvalidException missing() {
        Path folder = file.path().toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return invalid(
                    "missing-file",
                    "Cannot read the file: there is no folder " + folder,
                    "Paths are relative to where you are.");
        }
        try (Stream<Path> listing = Files.list(folder)) {
            List<String> names =
                    listing.map(path -> path.getFileName().toString()).toList();
            String own = file.path().getFileName().toString();
            return invalid("missing-file", "Cannot read the file: there is none", Suggestion.hint(own, names));
        } catch (IOException unlisted) {
            return invalid("missing-file", "Cannot read the file: there is none", "");
        }
    }

    private InputFile identify() throws IOException {
        byte[] head = head(Files.newInputStream(file.path()));
        if (head.length == 0) {
            throw empty();
        }
        boolean gzipped = startsWith(head, GZIP);
        byte[] content = gzipped ? unpacked(head) : head;
        FileFormat format = format(content);
        if (gzipped && format == FileFormat.PARQUET) {
            throw invalid(
                    "gzipped-parquet",
                    "Cannot read the file: Parquet inside of gzip",
                    "Unpack it; Parquet compresses by itself.");
        }
        return new InputFile(file.path(), file.name(), format, gzipped);
    }

    private FileFormat format(byte[] content) {
        String name = file.name().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (startsWith(content, PARQUET)) {
            return FileFormat.PARQUET;
        }
        if (name.endsWith(".parquet") || name.endsWith(".pq")) {
            throw invalid(
                    "corrupt-parquet",
                    "Cannot read the file as Parquet: it does not begin as Parquet does",
                    "Is it another format? Then give it the extension of that: .csv, .json.");
        }
        foreign(content).ifPresent(kind -> {
            throw invalid(
                    "not-a-table", "Cannot read the file: it is " + kind.shown, "Save it as CSV, JSON or Parquet.");
        });
        if (name.matches(".*\\.(json|ndjson|jsonl)")) {
            return FileFormat.JSON;
        }
        if (!name.matches(".*\\.(csv|tsv|tab|txt)") && startsAsJson(content)) {
            return FileFormat.JSON;
        }
        checkText(content);
        return FileFormat.CSV;
    }

    private void checkText(byte[] content) {
        boolean wide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        boolean marked = content.length > 1
                && (content[0] == (byte) 0xff && content[1] == (byte) 0xfe
                        || content[0] == (byte) 0xfe && content[1] == (byte) 0xff);
        if (wide) {
            return;
        }
        if (marked) {
            throw invalid(
                    "bad-encoding",
                    "Cannot read the file as " + charset + ": it is UTF-16",
                    "Say so in hindsight.yml: csv: {encoding: utf-16}.");
        }
        for (int i = 0; i < content.length; i++) {
            if (content[i] == 0) {
                throw invalid(
                        "not-a-csv",
                        "Cannot read the file as CSV: byte " + (i + 1) + " is 0, so it is not text",
                        "Hindsight reads CSV, JSON and Parquet, and gzipped CSV and JSON.");
            }
        }
    }

    private byte[] unpacked(byte[] head) throws IOException {
        byte[] content = readable(head);
        if (content.length > 0) {
            return content;
        }
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file.path()))) {
            if (stream.read() < 0) {
                throw empty();
            }
        } catch (ZipException | EOFException damaged) {
            throw invalid(
                    "corrupt-gzip",
                    "Cannot unpack the file: it is not a whole gzip file",
                    "Fetch or write it again; gzip -t FILE checks it.");
        }
        return content;
    }

    /** What a beginning unpacks to; where a damaged file is damaged is told when it is read. */
    private static byte[] readable(byte[] head) {
        byte[] found = new byte[HEAD];
        int length = 0;
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(head))) {
            int read = stream.read(found);
            while (read > 0) {
                length += read;
                read = stream.read(found, length, HEAD - length);
            }
        } catch (IOException end) {
            return Arrays.copyOf(found, length);
        }
        return Arrays.copyOf(found, length);
    }

    private static byte[] head(InputStream stream) throws IOException {
        try (stream) {
            return stream.readNBytes(HEAD);
        }
    }

    private static Optional<Foreign> foreign(byte[] content) {
        return Stream.of(Foreign.values())
                .filter(kind -> startsWith(content, kind.start))
                .findFirst();
    }

    private static boolean startsAsJson(byte[] content) {
        String start = new String(content, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .stripLeading();
        return start.startsWith("{") || start.matches("(?s)\\[\\s*(\\{.*|])");
    }

    private static boolean startsWith(byte[] content, String start) {
        int length = Math.min(content.length, start.length());
        return new String(content, 0, length, StandardCharsets.ISO_8859_1).equals(start);
    }

    private InvalidException empty() {
        return invalid("empty-file", "Cannot read the file: it is empty", "A file without rows still has a header.");
    }

    private InvalidException invalid(String code, String message, String hint) {
        return new InvalidException(Problem.error(code, Location.ofFile(file.name()), message, hint));
    }
}
