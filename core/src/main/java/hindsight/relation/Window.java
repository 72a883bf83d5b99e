package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/** Each row with the results of window functions behind its columns. */
public record Window(Relation input, List<WindowCall> calls) implements OneInput {
    public Window {
        calls = List.copyOf(calls);
        List<DataType> row = input.columns();
        calls.forEach(call -> Rows.check(call.expressions(), row));
    }

    @Override
    public List<DataType> columns() {
        return Rows.concat(
                input.columns(), calls.stream().map(call -> call.call().type()).toList());
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Window(
                inputs.get(0), calls.stream().map(call -> call.map(change)).toList());
    }

    @Override
    public List<Expression> expressions() {
        return calls.stream().flatMap(call -> call.expressions().stream()).toList();
    }
}
