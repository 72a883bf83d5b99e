package hindsight.relation;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A typed value computed from one row. Values equal each other where they are written alike. */
public sealed interface Expression {
    DataType type();

    /** What it is computed from. */
    List<Expression> children();

    /** The same computation over others, which have the types of those. */
    Expression over(List<Expression> children);

    /** Every reference in it, its children's included, replaced. */
    default Expression mapReferences(UnaryOperator<Expression> change) {
        if (this instanceof Reference) {
            return change.apply(this);
        }
        List<Expression> children = children();
        if (children.isEmpty()) {
            return this;
        }
        List<Expression> changed = new ArrayList<>(children.size());
        for (Expression child : children) {
            changed.add(child.mapReferences(change));
        }
        return over(changed);
    }

    /** What is computed from no other expression. */
    sealed interface Leaf extends Expression {
        @Override
        default List<Expression> children() {
            return List.of();
        }

        @Override
        default Expression over(List<Expression> children) {
            return this;
        }
    }

    /**
     * A column of the row, by position. In conditions of joins the row is that of the left side followed by that of the right.
     */
    record Reference(int index, DataType type) implements Leaf {
        public Reference {
            if (index < 0) {
                throw new IllegalArgumentException("column " + index);
            }
        }
    }

    /**
     * A value of a type without parts.
     *
     * @param text its canonical form: digits of a number without exponent unless it is floating, an ISO date, a timestamp to the
     *     microsecond without zone (in UTC where the type has one), the characters of a text
     */
    record Constant(String text, DataType type) implements Leaf {
        public static final Constant TRUE = new Constant("true", DataType.BOOLEAN);
    }

    /** NULL of a type. */
    record Null(DataType type) implements Leaf {}

    /** @param lenient whether what cannot be converted becomes NULL */
    record Cast(Expression value, DataType type, boolean lenient) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Cast(children.get(0), type, lenient);
        }
    }

    /**
     * A function or an operator such as {@code +}.
     *
     * @param function in lower case
     * @param names of the last arguments, for functions that take names; fewer than arguments where the first have none
     */
    record Call(String function, List<Expression> arguments, List<String> names, DataType type) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
            names = List.copyOf(names);
            if (names.size() > arguments.size()) {
                throw new IllegalArgumentException(function + " has more names than arguments");
            }
        }

        @Override
        public List<Expression> children() {
            return arguments;
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Call(function, children, names, type);
        }
    }

    /** Two values of one type compared. */
    record Comparison(Comparator comparator, Expression left, Expression right) implements Expression {
        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Comparison(comparator, children.get(0), children.get(1));
        }
    }

    /** Truth values joined by AND or OR. */
    record Junction(boolean conjunction, List<Expression> terms) implements Expression {
        public Junction {
            terms = List.copyOf(terms);
            Rows.checkConditions(terms);
        }

        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return terms;
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Junction(conjunction, children);
        }
    }

    /** The opposite of a truth value. */
    record Not(Expression value) implements Expression {
        public Not {
            Rows.checkConditions(List.of(value));
        }

        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Not(children.get(0));
        }
    }

    /** Whether a value is NULL. */
    record IsNull(Expression value) implements Expression {
        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new IsNull(children.get(0));
        }
    }

    /** Whether a value is among others: {@code x IN (a, b)}. */
    record OneOf(Expression value, List<Expression> options) implements Expression {
        public OneOf {
            options = List.copyOf(options);
        }

        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return Rows.concat(List.of(value), options);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new OneOf(children.get(0), children.subList(1, children.size()));
        }
    }

    /**
     * The value behind the first condition that is true.
     *
     * @param conditions as many as values
     * @param otherwise the value where no condition is true
     */
    record Case(List<Expression> conditions, List<Expression> values, Expression otherwise) implements Expression {
        public Case {
            conditions = List.copyOf(conditions);
            values = List.copyOf(values);
            Rows.checkConditions(conditions);
            if (conditions.size() != values.size()) {
                throw new IllegalArgumentException(conditions.size() + " conditions for " + values.size() + " values");
            }
        }

        @Override
        public DataType type() {
            return otherwise.type();
        }

        @Override
        public List<Expression> children() {
            return Rows.concat(Rows.concat(conditions, values), List.of(otherwise));
        }

        @Override
        public Expression over(List<Expression> children) {
            int size = conditions.size();
            return new Case(children.subList(0, size), children.subList(size, 2 * size), children.get(2 * size));
        }
    }

    /** The first value that is not NULL. */
    record Coalesce(List<Expression> values) implements Expression {
        public Coalesce {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("nothing to choose from");
            }
        }

        @Override
        public DataType type() {
            return values.get(0).type();
        }

        @Override
        public List<Expression> children() {
            return values;
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Coalesce(children);
        }
    }

    /** NULL where computing the value fails. */
    record Attempt(Expression value) implements Expression {
        @Override
        public DataType type() {
            return value.type();
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Attempt(children.get(0));
        }
    }

    /** A function as an argument of another; its body may refer to the row, too. */
    record Lambda(List<Parameter> parameters, Expression body) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }

        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public List<Expression> children() {
            return List.of(body);
        }

        @Override
        public Expression over(List<Expression> children) {
            return new Lambda(parameters, children.get(0));
        }
    }

    /** @param level how many parameters of this and the lambdas around it come before */
    record Parameter(int level, DataType type) implements Leaf {}
}
