package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.DefectException;
import hindsight.schema.Name;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Digest of a syntax tree without places. Names that the engine looks up without regard to case are folded; names that can
 * appear in the output keep their case.
 */
final class Fingerprint {
    private static final Set<String> PLACES = Set.of("query_location", "query_location_length");
    private static final Set<String> FOLDED = Set.of(
            "table_name",
            "schema_name",
            "catalog_name",
            "schema",
            "catalog",
            "function_name",
            "column_names",
            "path",
            "type_name",
            "collation",
            "using_columns",
            "cte_name");

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    static String of(JsonTree tree) {
        try {
            Fingerprint fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
            fingerprint.add(tree, false, false);
            return HexFormat.of().formatHex(fingerprint.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new DefectException("SHA-256 is missing", e);
        }
    }

    private void add(JsonTree node, boolean folded, boolean definitions) {
        if (node.isObject()) {
            Map<String, JsonTree> fields = new TreeMap<>();
            for (Map.Entry<String, JsonTree> field : node.fields()) {
                fields.put(field.getKey(), field.getValue());
            }
            boolean relation = node.has("type") && !node.has("class");
            mark('{');
            for (Map.Entry<String, JsonTree> field : fields.entrySet()) {
                addField(field.getKey(), field.getValue(), relation, definitions);
            }
            mark('}');
        } else if (node.isArray()) {
            mark('[');
            for (JsonTree element : node) {
                add(element, folded, definitions);
            }
            mark(']');
        } else {
            String text = node.text();
            text(folded ? Name.folded(text) : text);
        }
    }

    private void addField(String key, JsonTree value, boolean relation, boolean definitions) {
        if (PLACES.contains(key)) {
            return;
        }
        text(key);
        boolean name = FOLDED.contains(key) || (relation && key.equals("alias")) || (definitions && key.equals("key"));
        add(value, name, key.equals("map") || key.equals("cte_map"));
    }

    /** With its length before it, so that no two trees give the same bytes. */
    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private void mark(char mark) {
        digest.update((byte) mark);
    }
}
