package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Knows a file by its content. It is read beside what else is done with the file, and waited for only where the answer counts. */
final class ContentHash {
    private static final int BUFFER = 1 << 16;

    private final String shown;
    private final CompletableFuture<String> hex;

    private ContentHash(String shown, CompletableFuture<String> hex) {
        this.shown = shown;
        this.hex = hex;
    }

    /** Begins to read a file. */
    static ContentHash of(Path file, String shown) {
        return new ContentHash(shown, CompletableFuture.supplyAsync(() -> read(file)));
    }

    static ContentHash known(String hex) {
        return new ContentHash("", CompletableFuture.completedFuture(hex));
    }

    /**
     * SHA-256 of the file's bytes, as hexadecimal digits.
     *
     * @throws InvalidException when the file cannot be read
     */
    String hex() {
        try {
            return hex.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Unreadable unreadable) {
                throw new InvalidException(unreadable(shown, unreadable.reason()));
            }
            throw e;
        }
    }

    static Problem unreadable(String shown, IOException e) {
        return Problem.error("unreadable-file", Location.ofFile(shown), "Cannot read the file: " + e.getMessage(), "");
    }

    private static String read(Path file) {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new Unreadable(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Carries what went wrong out of the thread that reads. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        Unreadable(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }
}
