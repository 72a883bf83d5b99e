package hindsight.cli;

import hindsight.project.LoadKind;
import hindsight.testkit.RandomLoad;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes rows to files as programs of all sorts would: CSV in several dialects or JSON, packed or not, in one file or two. */
final class RandomFiles {
    /** What stands for NULL in CSV, so that an empty text is one. */
    static final String NULL = "\\N";

    private final Random random;
    private final Path folder;
    private int files;

    RandomFiles(Random random, Path folder) {
        this.random = random;
        this.folder = folder;
    }

    /** The files, which together hold the rows. */
    List<Path> write(RandomLoad load) throws IOException {
        List<Map<String, @Nullable Object>> rows = load.rows();
        List<String> columns = new ArrayList<>(load.schema().names());
        if (load.kind() == LoadKind.CHANGES) {
            columns.add("op");
        }
        int cut = random.nextInt(rows.size() + 1);
        boolean json = random.nextInt(3) == 0 && cut > 0 && cut < rows.size();
        List<Path> written = new ArrayList<>();
        for (List<Map<String, @Nullable Object>> part : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()))) {
            Collections.shuffle(columns, random);
            String text = json ? json(columns, part) : csv(columns, part);
            written.add(write(text, json ? ".json" : ".csv"));
        }
        return written;
    }

    private Path write(String text, String ending) throws IOException {
        boolean packed = random.nextBoolean();
        Path file = folder.resolve("file" + files++ + ending + (packed ? ".gz" : ""));
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream stream = packed ? new GZIPOutputStream(plain) : plain) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private String csv(List<String> columns, List<Map<String, @Nullable Object>> rows) {
        String delimiter = List.of(",", ";", "\t", "|").get(random.nextInt(4));
        String end = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
        text.append(columns.stream().map(this::upper).collect(Collectors.joining(delimiter)))
                .append(end);
        for (Map<String, @Nullable Object> row : rows) {
            text.append(columns.stream()
                            .map(column -> field(row.get(column), delimiter))
                            .collect(Collectors.joining(delimiter)))
                    .append(random.nextInt(5) == 0 ? end + end : end);
        }
        return text.toString();
    }

    private String upper(String column) {
        return random.nextBoolean() ? column : column.toUpperCase(java.util.Locale.ROOT);
    }

    private String field(@Nullable Object value, String delimiter) {
        if (value == null) {
            return NULL;
        }
        String text = plain(value);
        boolean quoted = random.nextInt(3) == 0
                || text.contains(delimiter)
                || text.matches("(?s).*[\"\\r\\n].*")
                || text.isEmpty();
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private String json(List<String> columns, List<Map<String, @Nullable Object>> rows) {
        boolean array = random.nextBoolean();
        String objects = rows.stream()
                .map(row -> columns.stream()
                        .map(column -> string(column) + ": " + value(row.get(column)))
                        .collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining(array ? ",\n" : "\n"));
        return array ? "[" + objects + "]" : objects + "\n";
    }

    private static String value(@Nullable Object value) {
        boolean bare = value == null || value instanceof Number || value instanceof Boolean;
        return bare ? (value == null ? "null" : plain(value)) : string(value.toString());
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
