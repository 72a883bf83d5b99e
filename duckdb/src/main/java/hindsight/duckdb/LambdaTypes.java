package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.schema.DataType;
import java.util.Map;
import java.util.TreeMap;

/** Types of a lambda's parameters, which its plan states only where they are used. */
final class LambdaTypes {
    private static final DataType UNUSED = new DataType("\"NULL\"");

    private final int size;
    private final Map<Integer, DataType> types = new TreeMap<>();

    LambdaTypes(int size) {
        this.size = size;
    }

    /** Looks for uses in the body; inner lambdas have numbers of their own, but take what they use from outside as arguments. */
    void collect(JsonTree node) {
        if (node.at("expression_class").text().equals("BOUND_LAMBDA")) {
            return;
        }
        if (node.at("expression_class").text().equals("BOUND_REF")
                && node.at("index").number(0) < size) {
            types.put(node.at("index").number(0), PlanTypes.of(node.at("return_type")));
        }
        for (Map.Entry<String, JsonTree> field : node.fields()) {
            if (!field.getKey().equals("function_data")) {
                collect(field.getValue());
            }
        }
        for (JsonTree element : node) {
            collect(element);
        }
    }

    DataType of(int index) {
        return types.getOrDefault(index, UNUSED);
    }
}
