package hindsight.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * One file of SQLite's logic tests: statements and queries in their order. What is for other engines only is left out, and so are the
 * answers.
 *
 * @param name such as {@code random/expr/slt_good_7}
 */
record LogicTestFile(String name, List<Step> steps) {
    private static final String FOLDER = "test/";
    private static final String SUFFIX = ".test";

    sealed interface Step {
        String sql();
    }

    record Statement(String sql) implements Step {}

    /** @param inOrder whether its text says in which order the rows come */
    record Query(String sql, boolean inOrder) implements Step {}

    /** The names of all files, the smallest ones first. */
    static List<String> names() throws IOException {
        return jar().stream()
                .filter(entry ->
                        entry.getName().startsWith(FOLDER) && entry.getName().endsWith(SUFFIX))
                .sorted(Comparator.comparing(JarEntry::getSize).thenComparing(JarEntry::getName))
                .map(entry -> entry.getName()
                        .substring(FOLDER.length(), entry.getName().length() - SUFFIX.length()))
                .toList();
    }

    static LogicTestFile read(String name) throws IOException {
        JarFile jar = jar();
        String text = new String(
                jar.getInputStream(jar.getEntry(FOLDER + name + SUFFIX)).readAllBytes(), UTF_8);
        return new LogicTestFile(name, steps(text));
    }

    /** The only use of the jar; it comes with the profile {@code slow}. */
    private static JarFile jar() throws IOException {
        URL known = LogicTestFile.class.getResource("/" + FOLDER + "select1" + SUFFIX);
        if (known == null) {
            throw new AssertionError("there are no logic tests: run this test with -Pslow");
        }
        return ((JarURLConnection) known.openConnection()).getJarFile();
    }

    private static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : (text + "\n\n").lines().toList()) {
            if (!line.isBlank()) {
                block.add(line);
            } else if (!block.isEmpty()) {
                if (!take(block, steps)) {
                    break;
                }
                block.clear();
            }
        }
        return steps;
    }

    /** False where the file ends for this engine. */
    private static boolean take(List<String> block, List<Step> steps) {
        for (int i = 0; i < block.size(); i++) {
            String[] words = block.get(i).split("\\s+");
            List<String> rest = block.subList(i + 1, block.size());
            if (words[0].equals("halt")) {
                return false;
            } else if (words[0].equals("statement")) {
                add(String.join("\n", rest), steps);
                return true;
            } else if (words[0].equals("query")) {
                steps.add(query(rest, words.length < 3 || words[2].equals("nosort")));
                return true;
            } else if (words[0].equals("onlyif")) {
                return true;
            }
        }
        return true;
    }

    /** Rows that are put into a table one by one go there together: it takes a tenth of the time. */
    private static void add(String sql, List<Step> steps) {
        Step last = steps.isEmpty() ? new Statement("") : steps.get(steps.size() - 1);
        int values = sql.indexOf("VALUES");
        if (values > 0
                && sql.startsWith("INSERT INTO")
                && last instanceof Statement
                && last.sql().startsWith(sql.substring(0, values + "VALUES".length()))) {
            steps.set(steps.size() - 1, new Statement(last.sql() + "," + sql.substring(values + "VALUES".length())));
        } else {
            steps.add(new Statement(sql));
        }
    }

    private static Query query(List<String> lines, boolean asTheyCome) {
        int end = lines.indexOf("----");
        String sql = String.join("\n", end < 0 ? lines : lines.subList(0, end));
        return new Query(sql, asTheyCome && sql.contains("ORDER BY"));
    }
}
