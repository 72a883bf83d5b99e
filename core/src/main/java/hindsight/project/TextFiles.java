package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files of a project as text: UTF-8, of bounded size. */
final class TextFiles {
    static final int MAX_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path root;
    private final Problems problems;

    TextFiles(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The path as the user would name it: relative to the project, with forward slashes. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** The text without a byte order mark; empty after telling why it cannot be read. */
    Optional<SourceText> read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                reject(file, "file-too-large", "it is larger than 1 MiB", "Keep data out of project files");
                return Optional.empty();
            }
            return decode(file, bytes);
        } catch (IOException e) {
            reject(file, "unreadable-file", reason(e), "Check the file and its rights");
            return Optional.empty();
        }
    }

    private Optional<SourceText> decode(Path file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, true);
        if (result.isError()) {
            SourceText shown = new SourceText(name(file), new String(bytes, StandardCharsets.UTF_8));
            rejectText(shown, decoded.position(), "it is not UTF-8");
            return Optional.empty();
        }
        String text = decoded.flip().toString();
        SourceText source = new SourceText(name(file), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        int nul = source.text().indexOf('\0');
        if (nul >= 0) {
            rejectText(source, nul, "it holds the character NUL, so it is not text in UTF-8");
            return Optional.empty();
        }
        return Optional.of(source);
    }

    private void rejectText(SourceText source, int offset, String reason) {
        problems.add(Problem.error(
                "not-utf8",
                source.at(offset, 1),
                "Cannot read " + source.file() + ": " + reason,
                "Save the file as UTF-8"));
    }

    private void reject(Path file, String code, String reason, String hint) {
        problems.add(
                Problem.error(code, Location.ofFile(name(file)), "Cannot read " + name(file) + ": " + reason, hint));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }
}
