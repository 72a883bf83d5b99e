package hindsight.cli;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts what the launcher starts into one folder: all classes in one jar, and the engine's library beside it, which would
 * otherwise be unpacked at every start.
 */
public final class Assembly {
    private static final String SERVICES = "META-INF/services/";
    private static final String ENGINE_LIBRARY = "libduckdb_java.so_";
    private static final String JAR = "hindsight.jar";

    private final Path folder;
    private final JarOutputStream jar;
    private final Set<String> written = new HashSet<>();
    private final Map<String, String> services = new LinkedHashMap<>();

    private Assembly(Path folder, JarOutputStream jar) {
        this.folder = folder;
        this.jar = jar;
    }

    /** Words: the folder to make, and the class path to put there. */
    public static void main(String[] words) throws IOException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        List<Path> classPath = Stream.of(words[1].strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(folder.resolve(JAR)));
                JarOutputStream jar = new JarOutputStream(file, manifest())) {
            Assembly assembly = new Assembly(folder, jar);
            for (Path part : classPath) {
                assembly.add(part);
            }
            assembly.writeServices();
        }
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Hindsight.class.getName());
        attributes.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
        return manifest;
    }

    private void add(Path part) throws IOException {
        try (ZipFile source = new ZipFile(part.toFile())) {
            for (ZipEntry entry : source.stream().toList()) {
                try (InputStream content = source.getInputStream(entry)) {
                    add(entry.getName(), content);
                }
            }
        }
    }

    private void add(String name, InputStream content) throws IOException {
        if (name.startsWith(ENGINE_LIBRARY)) {
            if (name.equals(ENGINE_LIBRARY + system() + "_" + processor())) {
                Files.copy(content, folder.resolve(System.mapLibraryName("duckdb_java")));
            }
        } else if (name.startsWith(SERVICES) && !name.endsWith("/")) {
            String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            services.merge(name, text.strip() + "\n", String::concat);
        } else if (isWanted(name) && written.add(name)) {
            jar.putNextEntry(new ZipEntry(name));
            content.transferTo(jar);
            jar.closeEntry();
        }
    }

    private static boolean isWanted(String name) {
        return !name.endsWith("/") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/");
    }

    private void writeServices() throws IOException {
        for (Map.Entry<String, String> service : services.entrySet()) {
            jar.putNextEntry(new ZipEntry(service.getKey()));
            jar.write(service.getValue().getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "macos" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
    }
}
