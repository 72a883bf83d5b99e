package hindsight.duckdb;

import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of the engine, and how its values stand in a Parquet file without loss: as they are where Parquet has the type, as text where it
 * has not, and nested types by their parts. {@link OpenTypeReader} makes one of the name of a type.
 */
sealed interface OpenType {
    /** The engine's name of the type. */
    String text();

    /** Whether values are written as they are. */
    boolean isNative();

    /**
     * SQL of what is written for a value.
     *
     * @param depth of the lambdas around it, by which their parameters are named
     */
    String write(String value, int depth);

    /** SQL of the value, given what was written. */
    String read(String written, int depth);

    /** The type to cast to so that Java has the values: with text in place of what it has no value for, or another one. */
    String forJava();

    /** A type that Parquet has, with all of its values. */
    record Native(String text) implements OpenType {
        private static final Set<TypeFamily> IN_JAVA = EnumSet.of(
                TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.FLOATING, TypeFamily.BOOLEAN, TypeFamily.TEXT);

        @Override
        public String forJava() {
            return IN_JAVA.contains(new DataType(text).family()) ? text : "VARCHAR";
        }

        @Override
        public boolean isNative() {
            return true;
        }

        @Override
        public String write(String value, int depth) {
            return value;
        }

        @Override
        public String read(String written, int depth) {
            return written;
        }
    }

    /** One whose text can be read as the same value again. */
    record Text(String text) implements OpenType {
        @Override
        public String forJava() {
            return new DataType(text).family() == TypeFamily.INTEGER ? text : "VARCHAR";
        }

        @Override
        public boolean isNative() {
            return false;
        }

        @Override
        public String write(String value, int depth) {
            return "CAST(" + value + " AS VARCHAR)";
        }

        @Override
        public String read(String written, int depth) {
            return "CAST(" + written + " AS " + text + ")";
        }
    }

    /** @param suffix such as {@code []}; an array of some length is written as a list */
    record Sequence(OpenType element, String suffix) implements OpenType {
        @Override
        public String text() {
            return element.text() + suffix;
        }

        @Override
        public String forJava() {
            return element.forJava() + suffix;
        }

        @Override
        public boolean isNative() {
            return element.isNative() && suffix.equals("[]");
        }

        @Override
        public String write(String value, int depth) {
            return isNative() ? value : each("CAST(" + value + " AS " + element.text() + "[])", depth, element::write);
        }

        @Override
        public String read(String written, int depth) {
            return isNative() ? written : "CAST(" + each(written, depth, element::read) + " AS " + text() + ")";
        }

        private static String each(String list, int depth, BiFunction<String, Integer, String> change) {
            String element = "e" + depth;
            return "list_transform(" + list + ", lambda " + element + ": " + change.apply(element, depth + 1) + ")";
        }
    }

    /** A field of a struct, or a member of a union. */
    record Field(String name, OpenType type) {
        private String named(Function<OpenType, String> text) {
            return Identifier.quote(name) + " " + text.apply(type);
        }

        private static String all(String kind, List<Field> fields, Function<OpenType, String> text) {
            return fields.stream().map(field -> field.named(text)).collect(Collectors.joining(", ", kind + "(", ")"));
        }

        private String of(String struct) {
            return "struct_extract(" + struct + ", " + Literal.string(name) + ")";
        }
    }

    /** With named fields. */
    record Struct(List<Field> fields) implements OpenType {
        @Override
        public String text() {
            return Field.all("STRUCT", fields, OpenType::text);
        }

        @Override
        public String forJava() {
            return Field.all("STRUCT", fields, OpenType::forJava);
        }

        @Override
        public boolean isNative() {
            return fields.stream().allMatch(field -> field.type().isNative());
        }

        @Override
        public String write(String value, int depth) {
            return isNative() ? value : packed(value, field -> field.type().write(field.of(value), depth));
        }

        @Override
        public String read(String written, int depth) {
            String packed = packed(written, field -> field.type().read(field.of(written), depth));
            return isNative() ? written : "CAST(" + packed + " AS " + text() + ")";
        }

        private String packed(String struct, Function<Field, String> part) {
            return unlessNull(struct, pack(fields, part));
        }

        private static String pack(List<Field> fields, Function<Field, String> part) {
            return fields.stream()
                    .map(field -> Identifier.quote(field.name()) + " := " + part.apply(field))
                    .collect(Collectors.joining(", ", "struct_pack(", ")"));
        }
    }

    /** With fields that have no names; written with the names {@code f1}, {@code f2} and so on. */
    record Tuple(List<OpenType> parts) implements OpenType {
        @Override
        public String text() {
            return parts.stream().map(OpenType::text).collect(Collectors.joining(", ", "TUPLE(", ")"));
        }

        @Override
        public String forJava() {
            return "VARCHAR";
        }

        @Override
        public boolean isNative() {
            return false;
        }

        @Override
        public String write(String value, int depth) {
            return unlessNull(
                    value,
                    each(
                            "struct_pack(",
                            i -> "f" + i + " := "
                                    + parts.get(i - 1).write("struct_extract(" + value + ", " + i + ")", depth)));
        }

        @Override
        public String read(String written, int depth) {
            String row =
                    each("row(", i -> parts.get(i - 1).read("struct_extract(" + written + ", 'f" + i + "')", depth));
            return "CAST(" + unlessNull(written, row) + " AS " + text() + ")";
        }

        private String each(String function, Function<Integer, String> part) {
            StringBuilder sql = new StringBuilder(function);
            for (int i = 1; i <= parts.size(); i++) {
                sql.append(i == 1 ? "" : ", ").append(part.apply(i));
            }
            return sql.append(')').toString();
        }
    }

    /** From keys to values. */
    record Mapping(OpenType key, OpenType value) implements OpenType {
        @Override
        public String text() {
            return "MAP(" + key.text() + ", " + value.text() + ")";
        }

        @Override
        public String forJava() {
            return "MAP(" + key.forJava() + ", " + value.forJava() + ")";
        }

        @Override
        public boolean isNative() {
            return key.isNative() && value.isNative();
        }

        @Override
        public String write(String map, int depth) {
            return isNative() ? map : each(map, depth, key::write, value::write);
        }

        @Override
        public String read(String written, int depth) {
            return isNative()
                    ? written
                    : "CAST(" + each(written, depth, key::read, value::read) + " AS " + text() + ")";
        }

        private static String each(
                String map,
                int depth,
                BiFunction<String, Integer, String> ofKey,
                BiFunction<String, Integer, String> ofValue) {
            String entry = "e" + depth;
            String changed = "struct_pack(k := " + ofKey.apply(entry + ".key", depth + 1) + ", v := "
                    + ofValue.apply(entry + ".value", depth + 1) + ")";
            return unlessNull(
                    map,
                    "map_from_entries(list_transform(map_entries(" + map + "), lambda " + entry + ": " + changed
                            + "))");
        }
    }

    /** One of several members; written as which it is, and a struct of all of them. */
    record Union(List<Field> members) implements OpenType {
        @Override
        public String text() {
            return Field.all("UNION", members, OpenType::text);
        }

        @Override
        public String forJava() {
            return Field.all("UNION", members, OpenType::forJava);
        }

        @Override
        public boolean isNative() {
            return false;
        }

        @Override
        public String write(String value, int depth) {
            String all = Struct.pack(
                    members,
                    member -> member.type()
                            .write("union_extract(" + value + ", " + Literal.string(member.name()) + ")", depth));
            return unlessNull(
                    value, "struct_pack(member := CAST(union_tag(" + value + ") AS VARCHAR), value := " + all + ")");
        }

        @Override
        public String read(String written, int depth) {
            String all = "struct_extract(" + written + ", 'value')";
            String chosen = members.stream()
                    .map(member -> " WHEN " + Literal.string(member.name()) + " THEN CAST(union_value("
                            + Identifier.quote(member.name()) + " := "
                            + member.type().read(member.of(all), depth) + ") AS " + text() + ")")
                    .collect(Collectors.joining());
            return "CASE struct_extract(" + written + ", 'member')" + chosen + " END";
        }
    }

    private static String unlessNull(String value, String otherwise) {
        return "CASE WHEN " + value + " IS NULL THEN NULL ELSE " + otherwise + " END";
    }
}
