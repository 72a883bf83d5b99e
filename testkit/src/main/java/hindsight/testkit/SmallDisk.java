package hindsight.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes in a folder. Where this process may not mount one the test is skipped, and says so; but it fails where
 * continuous integration runs it as root.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        if (!mounted
                && System.getenv("CI") != null
                && System.getProperty("user.name").equals("root")) {
            throw new IOException("cannot mount a small disk on " + folder);
        }
        if (!mounted) {
            System.out.println("SmallDisk: skipped, this process may not mount a file system");
        }
        Assumptions.assumeTrue(mounted);
        return new SmallDisk(folder);
    }

    /** From now on nothing can be written. */
    public void freeze() throws IOException {
        if (!run("mount", "-o", "remount,ro", folder.toString())) {
            throw new IOException("cannot make " + folder + " read-only");
        }
    }

    /** Takes all the space but some blocks of 4 kB. */
    public void leave(int blocks) throws IOException {
        long taken = Files.getFileStore(folder).getUsableSpace() / BLOCK - blocks;
        try (OutputStream filler = Files.newOutputStream(filler())) {
            for (long i = 0; i < taken; i++) {
                filler.write(new byte[BLOCK]);
            }
        }
    }

    /** Gives back what {@link #leave} took. */
    public void free() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static boolean run(String... words) throws IOException {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
