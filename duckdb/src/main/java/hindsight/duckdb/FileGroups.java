package hindsight.duckdb;

import hindsight.engine.FileStage.NamedFile;
import hindsight.engine.FileStage.ReadRequest;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens files: finds out what they are and which columns they have, and puts those together that one statement can read. */
final class FileGroups {
    private static final int KEYS_IN_ORDER = 1000;

    private final Session session;
    private final CsvCopies copies;
    private final ReadRequest request;
    private final Charset charset;

    FileGroups(Session session, CsvCopies copies, ReadRequest request) {
        this.session = session;
        this.copies = copies;
        this.request = request;
        this.charset = CsvHeaders.charset(request.csv());
    }

    /**
     * The groups, in order of the files.
     *
     * @throws InvalidException with what keeps the files from being read
     */
    List<FileGroup> open() {
        List<InputFile> files = probed();
        FileFormat format = files.get(0).format();
        files.stream().filter(file -> file.format() != format).findFirst().ifPresent(other -> {
            throw other.invalid(
                    "mixed-formats",
                    "Cannot read the file together with " + files.get(0).name() + ": it is " + other.format()
                            + ", the other is " + format,
                    "Load files of one format at a time.");
        });
        return switch (format) {
            case CSV -> csv(files);
            case JSON -> json(files);
            case PARQUET -> files.stream().map(this::parquet).toList();
        };
    }

    private List<InputFile> probed() {
        Problems problems = new Problems();
        List<InputFile> files = new ArrayList<>();
        for (NamedFile file : request.files()) {
            try {
                files.add(InputProbe.probe(file, charset));
            } catch (Failure failure) {
                problems.addAll(failure.problems());
            }
        }
        problems.throwIfErrors();
        return files;
    }

    private List<FileGroup> csv(List<InputFile> files) {
        CsvHeaders headers = new CsvHeaders(request, charset);
        List<FileGroup> groups = new ArrayList<>();
        List<CsvLayout> together = new ArrayList<>();
        for (InputFile file : files) {
            CsvLayout layout = layout(headers, file);
            if (!together.isEmpty() && !together.get(0).isLike(layout)) {
                groups.add(group(together));
                together.clear();
            }
            together.add(layout);
        }
        groups.add(group(together));
        return groups;
    }

    private static CsvLayout layout(CsvHeaders headers, InputFile file) {
        try {
            return headers.layout(file);
        } catch (IOException damaged) {
            throw new TextFault(file, StandardCharsets.UTF_8)
                    .find()
                    .map(InvalidException::new)
                    .orElseGet(
                            () -> file.invalid("unreadable-file", "Cannot read the file: " + damaged.getMessage(), ""));
        }
    }

    private FileGroup group(List<CsvLayout> origins) {
        List<CsvLayout> readable = charset.equals(StandardCharsets.UTF_8)
                ? origins
                : origins.stream().map(copies::inUtf8).toList();
        CsvGroup group = new CsvGroup(readable, origins, request.csv(), copies);
        if (readable.stream().noneMatch(CsvTail::isLong)) {
            return group;
        }
        group.fault().ifPresent(fault -> {
            throw new InvalidException(fault);
        });
        return group.plain();
    }

    private List<FileGroup> json(List<InputFile> files) {
        boolean packed = files.get(0).gzipped();
        boolean alike = files.stream().allMatch(file -> file.gzipped() == packed);
        List<String> keys = alike ? keys(files) : List.of();
        if (alike && (files.size() == 1 || !JsonGroup.hidesFiles(keys))) {
            return List.of(new JsonGroup(files, keys));
        }
        return files.stream()
                .<FileGroup>map(file -> new JsonGroup(List.of(file), keys(List.of(file))))
                .toList();
    }

    /** All keys, those of the first objects in their order and the rest by name. */
    private List<String> keys(List<InputFile> files) {
        String objects = JsonGroup.objects(files);
        try {
            Set<String> keys = new LinkedHashSet<>();
            session.attempt(
                    "SELECT unnest(json_keys(json)) FROM (" + objects + " LIMIT " + KEYS_IN_ORDER + ")",
                    row -> keys.add(row.getString(1)));
            keys.addAll(session.attempt(
                    "SELECT DISTINCT unnest(json_keys(json)) FROM (" + objects + ") ORDER BY 1",
                    row -> row.getString(1)));
            checkObjects(files, objects);
            checkNames(files.get(0), keys);
            if (keys.isEmpty()) {
                throw files.get(0)
                        .invalid(
                                "empty-file",
                                "Cannot read the file: there are no rows in it, and so no columns",
                                "Nothing was loaded; a CSV file without rows still has a header.");
            }
            return List.copyOf(keys);
        } catch (SQLException e) {
            throw unreadable(new JsonGroup(files, List.of()), e);
        }
    }

    private void checkObjects(List<InputFile> files, String objects) throws SQLException {
        long others = session.attempt(
                        "SELECT count(*) FROM (" + objects + ") WHERE json_type(json) <> 'OBJECT'",
                        row -> row.getLong(1))
                .get(0);
        if (others > 0) {
            throw new JsonGroup(files, List.of())
                    .fault()
                    .map(InvalidException::new)
                    .orElseGet(() -> files.get(0)
                            .invalid("not-an-object", "Cannot read rows: " + others + " are no objects", ""));
        }
    }

    private static void checkNames(InputFile file, Set<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || name.indexOf('\0') >= 0) {
                throw file.invalid(
                        "no-column-names", "Cannot name a column: a key is empty", "Give every value a name.");
            }
            if (!seen.add(Name.folded(name))) {
                throw file.invalid(
                        "duplicate-column",
                        "Cannot tell columns apart: another one is named " + name + " too",
                        "Names are compared without regard to case; rename one in the file.");
            }
        }
    }

    private FileGroup parquet(InputFile file) {
        try {
            checkNames(file, new LinkedHashSet<>(ParquetNames.of(session, file)));
            List<Column> columns = session.attempt(
                    "DESCRIBE SELECT * FROM " + ParquetGroup.scan(file),
                    row -> new Column(row.getString(1), new DataType(row.getString(2))));
            return new ParquetGroup(file, columns);
        } catch (SQLException e) {
            throw unreadable(new ParquetGroup(file, List.of()), e);
        }
    }

    /** What to say when the engine could not read a group: what reading it once more finds, else what the engine says. */
    static Failure unreadable(FileGroup group, SQLException e) {
        Optional<Problem> fault = group.fault();
        if (fault.isPresent()) {
            return new InvalidException(fault.get());
        }
        if (EngineFailures.firstLine(e).matches("(Parser|Binder|Catalog|INTERNAL) Error.*")) {
            return EngineFailures.from(e, "reading " + group.files());
        }
        InputFile file = group.files().get(0);
        if (EngineFailures.firstLine(e).contains("maximum_object_size")) {
            return file.invalid(
                    "long-value",
                    "Cannot read the file as JSON: an object in it is longer than 16 MB",
                    "Load values as long as that from Parquet.");
        }
        Failure machine = EngineFailures.fromUserSql(e, "read " + file.name());
        if (!(machine instanceof InvalidException)
                || !machine.problems().get(0).code().equals("sql-failed")) {
            return machine;
        }
        String names = group.files().size() == 1
                ? "the file"
                : "a file of " + group.files().size();
        return file.invalid(
                file.format() == FileFormat.PARQUET ? "corrupt-parquet" : "unreadable-file",
                "Cannot read " + names + " as " + file.format() + ": " + EngineFailures.firstLine(e),
                "Nothing was loaded; fetch or write it again.");
    }
}
