package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SHA-256 of each file of an export, in a file that {@code sha256sum -c} reads. */
final class Checksums {
    static final String FILE_NAME = "SHA256SUMS";
    private static final int BUFFER = 1 << 16;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

    private final Session session;
    private final Path folder;
    private final Map<String, String> sums = new LinkedHashMap<>();

    /** @param folder of the export */
    Checksums(Session session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    /** Takes a file in that was written. */
    void add(String file) throws IOException {
        HeldFiles.force(folder.resolve(file));
        sums.put(file, of(folder.resolve(file)));
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        sums.forEach((file, sum) -> text.append(sum).append("  ").append(file).append('\n'));
        Path file = folder.resolve(FILE_NAME);
        Files.writeString(file, text);
        HeldFiles.force(file);
    }

    /** @throws InvalidException when there are none, or they cannot be read as such */
    void read() throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw damaged(FILE_NAME, "is missing");
        }
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw damaged(FILE_NAME, "is damaged");
                }
                sums.put(parts.group(2), parts.group(1));
            }
        } catch (MalformedInputException e) {
            throw damaged(FILE_NAME, "is damaged");
        }
    }

    /** @throws InvalidException when a file is not there, or not as it was */
    void check(String file) throws IOException {
        String sum = sums.get(file);
        if (sum == null) {
            throw damaged(FILE_NAME, "does not tell of " + file);
        }
        if (!Files.isRegularFile(folder.resolve(file))) {
            throw damaged(file, "is missing");
        }
        if (!of(folder.resolve(file)).equals(sum)) {
            throw damaged(file, "is damaged: its SHA-256 is not the one in " + FILE_NAME);
        }
    }

    /** @param how such as "is missing" */
    InvalidException damaged(String file, String how) {
        return new InvalidException(Problem.error(
                "export-damaged",
                "Cannot import " + folder + ": " + file + " " + how,
                "Copy the export once more, or make it again; nothing was imported."));
    }

    private String of(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                session.throwIfCancelled();
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
