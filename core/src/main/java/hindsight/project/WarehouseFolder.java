package hindsight.project;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides which folder the warehouse is: command line before environment before hindsight.yml before the default. */
final class WarehouseFolder {
    static final String VARIABLE = "HINDSIGHT_WAREHOUSE";
    private static final String DEFAULT = ".hindsight";
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([^}]*)}");

    private final Path root;
    private final Map<String, String> environment;

    WarehouseFolder(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /**
     * The absolute folder. What stands in hindsight.yml is relative to the project, what is given from outside to the working folder, and
     * hindsight.yml is not asked where something stronger is given.
     */
    Path choose(Optional<Path> commandLine, Optional<YamlValue> setting) {
        String outside = environment.getOrDefault(VARIABLE, "");
        if (commandLine.isPresent()) {
            return commandLine.get().toAbsolutePath().normalize();
        }
        if (!outside.isBlank()) {
            return Path.of(outside).toAbsolutePath().normalize();
        }
        return setting.flatMap(this::declared).orElseGet(() -> root.resolve(DEFAULT));
    }

    private Optional<Path> declared(YamlValue setting) {
        Optional<String> written = setting.scalar().map(YamlScalar::text).flatMap(text -> expanded(setting, text));
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (written.get().isBlank()) {
            return reject(setting, "it is blank", "Write a folder, or remove the setting");
        }
        if (written.get().equals("~") || written.get().startsWith("~/")) {
            return reject(
                    setting,
                    "'~' is not expanded here",
                    "Write ${env:HOME}" + written.get().substring(1));
        }
        try {
            return Optional.of(root.resolve(written.get()).normalize());
        } catch (InvalidPathException e) {
            return reject(setting, Quoted.of(written.get()) + " is not a path", "Write the name of a folder");
        }
    }

    private Optional<String> expanded(YamlValue setting, String text) {
        StringBuilder result = new StringBuilder();
        Matcher reference = ENVIRONMENT.matcher(text);
        while (reference.find()) {
            String name = reference.group(1).strip();
            if (!name.startsWith("env:")) {
                return reject(
                                setting,
                                "${" + name + "} is not known here",
                                "Only ${env:NAME} is, for a variable of the environment")
                        .map(Path::toString);
            }
            String value = environment.get(name.substring("env:".length()).strip());
            if (value == null) {
                return reject(
                                setting,
                                "the environment has no " + name.substring("env:".length()),
                                "Set it, or give --warehouse")
                        .map(Path::toString);
            }
            reference.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return Optional.of(reference.appendTail(result).toString());
    }

    private static Optional<Path> reject(YamlValue setting, String reason, String hint) {
        setting.reject("invalid-warehouse", reason, hint);
        return Optional.empty();
    }
}
