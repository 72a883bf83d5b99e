package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects remarks; those that say the same of several subjects become one. */
final class Remarks {
    private record Said(Kind kind, String topic, String text) {}

    private final Map<Said, List<String>> subjects = new LinkedHashMap<>();

    void add(Kind kind, String topic, String text, String subject) {
        subjects.computeIfAbsent(new Said(kind, topic, text), said -> new ArrayList<>())
                .add(subject);
    }

    void addAll(Kind kind, String topic, String text, List<String> all) {
        all.forEach(subject -> add(kind, topic, text, subject));
    }

    /** What there is to do first. */
    List<Remark> list() {
        return subjects.entrySet().stream()
                .map(entry -> new Remark(
                        entry.getKey().kind(),
                        entry.getKey().topic(),
                        entry.getKey().text(),
                        entry.getValue().stream().distinct().toList()))
                .sorted(Comparator.comparing(Remark::kind))
                .toList();
    }
}
