package hindsight.duckdb;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipException;

/** Finds the first bytes of a file that are no text of its encoding. */
final class TextFault {
    private static final int BUFFER = 1 << 16;

    private final InputFile file;
    private final Charset charset;
    private long line = 1;
    private long column = 1;

    TextFault(InputFile file, Charset charset) {
        this.file = file;
        this.charset = charset;
    }

    static Problem corruptGzip(InputFile file) {
        return Problem.error(
                "corrupt-gzip",
                file.location(),
                "Cannot unpack the file: it is damaged or cut off",
                "Fetch or write it again; gzip -t FILE checks it.");
    }

    /** The place of the first bad bytes, or what else keeps the file from being read to its end. */
    Optional<Problem> find() {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
        CharBuffer text = CharBuffer.allocate(BUFFER);
        try (ReadableByteChannel stream = Channels.newChannel(file.open())) {
            boolean end = false;
            while (!end) {
                end = refill(stream, bytes);
                CoderResult result = decoder.decode(bytes, text, end);
                advance(text.flip());
                text.clear();
                if (result.isError()) {
                    return Optional.of(problem(bytes, result.length()));
                }
            }
            return Optional.empty();
        } catch (EOFException | ZipException damaged) {
            return Optional.of(corruptGzip(file));
        } catch (IOException e) {
            return Optional.of(
                    Problem.error("unreadable-file", file.location(), "Cannot read the file: " + e.getMessage(), ""));
        }
    }

    /** Whether there is no more to come. */
    private static boolean refill(ReadableByteChannel stream, ByteBuffer bytes) throws IOException {
        bytes.compact();
        int read = stream.read(bytes);
        bytes.flip();
        return read < 0;
    }

    private void advance(CharBuffer text) {
        while (text.hasRemaining()) {
            if (text.get() == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
    }

    private Problem problem(ByteBuffer bytes, int length) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.max(1, length) && i < bytes.remaining(); i++) {
            shown.append(String.format(" %02X", bytes.get(bytes.position() + i)));
        }
        Location place = new Location(file.name(), (int) line, (int) column, 1, "");
        boolean unicode = charset.equals(StandardCharsets.UTF_8);
        return Problem.error(
                "bad-encoding",
                place,
                "Cannot read the text as " + charset + ": bytes" + shown + " are none",
                unicode
                        ? "Say how it is encoded in hindsight.yml: csv: {encoding: latin-1}."
                        : "Say in hindsight.yml how it is encoded: csv: {encoding: utf-8}.");
    }
}
