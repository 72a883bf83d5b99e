package hindsight.duckdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small random graph of models over two sources; every table has columns {@code k} and {@code v}, whole numbers. */
final class RandomModels {
    private static final List<String> SOURCES = List.of("s1", "s2");

    private final Random random;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private int made;

    RandomModels(Random random) {
        this.random = random;
    }

    /** A model as its file says; it reads only what stands before it. */
    record Model(String sql, List<String> inputs, boolean view, boolean keyed, String was) {
        String file() {
            List<String> settings = new ArrayList<>();
            if (view) {
                settings.add("materialized: view");
            }
            if (keyed) {
                settings.add("key: [k]");
            }
            if (!was.isEmpty()) {
                settings.add("was: " + was);
            }
            return settings.isEmpty() ? sql : "/*---\n" + String.join("\n", settings) + "\n---*/\n" + sql;
        }
    }

    Map<String, Model> models() {
        return models;
    }

    String add() {
        String name = "m" + ++made;
        models.put(name, fresh(List.copyOf(models.keySet())));
        return name;
    }

    /** Another text for some model. */
    String edit() {
        List<String> names = List.copyOf(models.keySet());
        int place = random.nextInt(names.size());
        models.put(names.get(place), fresh(names.subList(0, place)));
        return names.get(place);
    }

    /** Changes whether some model stores rows. */
    String switchOne() {
        String name = any();
        Model old = models.get(name);
        models.put(name, new Model(old.sql(), old.inputs(), !old.view(), old.keyed(), ""));
        return name;
    }

    /** A model that nothing reads; empty when there is none to spare. */
    String unread() {
        for (String name : models.keySet()) {
            boolean read =
                    models.values().stream().anyMatch(model -> model.inputs().contains(name));
            if (!read && models.size() > 2) {
                return name;
            }
        }
        return "";
    }

    void remove(String name) {
        models.remove(name);
    }

    /** Gives a model that nothing reads another name. */
    String rename(String name) {
        Model old = models.remove(name);
        String other = "m" + ++made;
        models.put(other, new Model(old.sql(), old.inputs(), old.view(), old.keyed(), name));
        return other;
    }

    String any() {
        List<String> names = List.copyOf(models.keySet());
        return names.get(random.nextInt(names.size()));
    }

    private Model fresh(List<String> before) {
        List<String> readable = new ArrayList<>(SOURCES);
        readable.addAll(before);
        String a = pick(readable);
        String b = pick(readable);
        int n = 2 + random.nextInt(5);
        boolean grouped = random.nextBoolean();
        String sql = grouped ? grouped(a, b, n) : plain(a, b, n);
        List<String> inputs = sql.contains(" " + b + " ") || sql.endsWith(" " + b) ? List.of(a, b) : List.of(a);
        return new Model(sql, inputs, random.nextInt(4) == 0, grouped && random.nextBoolean(), "");
    }

    private String grouped(String a, String b, int n) {
        return switch (random.nextInt(6)) {
            case 4 -> "SELECT k, count(*) AS v FROM " + a + " GROUP BY k";
            case 5 -> "SELECT count(*) AS k, " + n + " AS v FROM " + a;
            case 0 -> "SELECT k, sum(v)::BIGINT % 1000 AS v FROM " + a + " GROUP BY k";
            case 1 -> "SELECT k, count(DISTINCT v) + " + n + " AS v FROM " + a + " GROUP BY k";
            case 2 ->
                "SELECT x.k, sum(x.v * y.v)::BIGINT % 1000 AS v FROM " + a + " x JOIN " + b
                        + " y ON x.k = y.k GROUP BY x.k";
            default ->
                "SELECT k, max(v) AS v FROM (SELECT k, v FROM " + a + " UNION ALL SELECT k, v FROM " + b
                        + " ) GROUP BY k";
        };
    }

    private String plain(String a, String b, int n) {
        return switch (random.nextInt(7)) {
            case 5 -> "SELECT k, k % " + n + " AS v FROM " + a;
            case 6 -> "SELECT k, v FROM " + a + " WHERE k IN (SELECT k FROM " + b + " )";
            case 0 -> "SELECT k, v FROM " + a + " WHERE v % " + n + " <> 0";
            case 1 -> "SELECT k % " + n + " AS k, v FROM " + a;
            case 2 -> "SELECT k, rank() OVER (PARTITION BY k ORDER BY v) AS v FROM " + a;
            case 3 -> "SELECT k, v FROM " + a + " x WHERE EXISTS (FROM " + b + " y WHERE y.k = x.k AND y.v > x.v)";
            default -> "SELECT k, v FROM " + a + " EXCEPT ALL SELECT k, v + " + n + " FROM " + b;
        };
    }

    private String pick(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
