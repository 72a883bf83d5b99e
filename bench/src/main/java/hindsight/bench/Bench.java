package hindsight.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the cases that are named, or all of them, and says for each figure whether it meets its bar. */
public final class Bench {
    /** Makes the files of TPC-H for benchmarks that are not written in Java, and measures nothing. */
    private static final String FILES = "files";

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("load", new LoadCase());
        CASES.put("commits", new CommitsCase());
        CASES.put("branches", new BranchesCase());
        CASES.put("seal", new SealCase());
        CASES.put("first-build", new FirstBuildCase());
        CASES.put("no-op", new NoOpCase());
        CASES.put("memory", new MemoryCase());
        CASES.put("backfill", new BackfillCase());
        CASES.put("render", new RenderCase());
        CASES.put("maintain", new MaintainCase());
        CASES.put("chain", new ChainCase());
        CASES.put("sections", new SectionsCase());
        CASES.put("undo", new UndoCase());
        CASES.put("why", new WhyCase());
        CASES.put("logic", new LogicCase());
    }

    private Bench() {}

    /** @param arguments the product's folder, then names of cases, and options such as {@code scale=1} */
    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                names.add(argument);
            } else {
                options.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        Place place = Place.make(Path.of(arguments[0]).toAbsolutePath().normalize(), options);
        if (names.contains(FILES)) {
            System.out.println(Tpch.of(place, place.option("scale", "0.1")).folder());
            return;
        }
        if (names.isEmpty()) {
            names.addAll(CASES.keySet());
        }
        System.out.println(
                "Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        boolean met = true;
        for (String name : names) {
            Case one = CASES.get(name);
            if (one == null) {
                System.err.println("There is no case " + name + "; there are " + String.join(", ", CASES.keySet()));
                System.exit(2);
                return;
            }
            for (Figure figure : one.measure(place)) {
                System.out.println(figure);
                met &= figure.isMet();
            }
        }
        System.exit(met ? 0 : 1);
    }

    /** A group of figures that share their preparation. */
    interface Case {
        List<Figure> measure(Place place) throws Exception;
    }
}
