package hindsight.testkit;

import java.nio.file.Path;
import java.util.List;

/** How what commands print is written down. */
enum Transcript {
    /** For tests: errors are marked, a failure ends with its exit code, and what changes from run to run is masked. */
    SCRIPT {
        @Override
        String error(String line) {
            return ("! " + line).stripTrailing();
        }

        @Override
        List<String> ending(int exit) {
            return exit == 0 ? List.of() : List.of("[exit " + exit + "]");
        }

        @Override
        String shown(String line, Path home) {
            return Masks.apply(line, home);
        }
    },

    /** For documents: what a person would see. */
    DOCUMENT {
        @Override
        String error(String line) {
            return line;
        }

        @Override
        List<String> ending(int exit) {
            return List.of();
        }

        @Override
        String shown(String line, Path home) {
            return line.replace(home.toString(), "~");
        }
    };

    /** A line from standard error. */
    abstract String error(String line);

    /** What tells of the exit code. */
    abstract List<String> ending(int exit);

    /** Any line. */
    abstract String shown(String line, Path home);
}
