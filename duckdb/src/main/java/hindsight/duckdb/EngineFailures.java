package hindsight.duckdb;

import hindsight.problem.CancelledException;
import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the engine throws into what a user can read. */
final class EngineFailures {
    private static final Pattern FILE = Pattern.compile("file \\\\?\"(?<path>[^\"\\\\]+)");

    private EngineFailures() {}

    /** For statements of our own: what is not the machine's fault is a defect. */
    static Failure from(SQLException e, String sql) {
        Failure machine = machineFault(e);
        return machine != null
                ? machine
                : new DefectException(Problem.error("defect", "Engine refused a statement: " + firstLine(e), sql), e);
    }

    /** For SQL of the user's: what is not the machine's fault is in the data or the text. */
    static Failure fromUserSql(SQLException e, String what) {
        Failure machine = machineFault(e);
        return machine != null ? machine : new InvalidException(new QueryFault(firstLine(e)).problem(what));
    }

    /** @param how such as "is empty" */
    static InvalidException damaged(String file, String how) {
        return new InvalidException(Problem.error(
                "warehouse-damaged",
                "Cannot read the warehouse" + (file.isEmpty() ? "" : " " + file) + ": the file " + how,
                "Put back a copy of the warehouse's folder, or move it away to begin anew"));
    }

    static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }

    private static @Nullable Failure machineFault(SQLException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.startsWith("interrupt error") || text.contains("query interrupted")) {
            return CancelledException.interrupted();
        }
        if (text.startsWith("out of memory error")) {
            return MachineException.ofMemory(
                    "Cannot finish within the engine's memory: " + firstLine(e),
                    "Raise engine.memory in hindsight.yml, or lower engine.threads");
        }
        if (text.contains("java heap space")) {
            return MachineException.ofProgram();
        }
        if (text.contains("no space left on device") || text.contains("could not write") && text.contains("disk")) {
            return new MachineException(Problem.error(
                    "disk-full",
                    "Cannot write" + file(e) + ": no space is left on the disk",
                    "Free some space and run the command again; the warehouse is at its last commit"));
        }
        if (text.contains("permission denied") || text.contains("read-only file system")) {
            String verb = text.contains("cannot open file") ? "Cannot open" : "Cannot write";
            String reason = text.contains("permission denied") ? "permission denied" : "read-only file system";
            return new MachineException(Problem.error(
                    "not-writable", verb + file(e) + ": " + reason, "Check who owns the folder and its rights"));
        }
        boolean cut = text.contains("could not read enough bytes") && file(e).endsWith(WarehouseFile.FILE_NAME);
        return cut || text.contains("corrupt database file") ? damaged(file(e).strip(), "is damaged") : null;
    }

    /** The file that the engine names, after a blank. */
    private static String file(SQLException e) {
        Matcher file = FILE.matcher(String.valueOf(e.getMessage()));
        return file.find() ? " " + file.group("path") : "";
    }
}
