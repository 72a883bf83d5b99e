package hindsight.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes one JSON document as a stream. Integers that a double cannot hold, and decimals, become strings. */
final class JsonOutput {
    private static final long LARGEST_EXACT = 1L << 53;

    private final JsonGenerator generator;
    private boolean named;

    JsonOutput(OutputStream target) {
        try {
            generator = new JsonFactory().createGenerator(target).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes something that may fail as streams do. */
    private interface Step {
        void run() throws IOException;
    }

    /** An object with what {@code fields} writes. */
    void object(Runnable fields) {
        write(generator::writeStartObject);
        fields.run();
        write(generator::writeEndObject);
    }

    /** An array with what {@code elements} writes. */
    void array(Runnable elements) {
        write(generator::writeStartArray);
        elements.run();
        write(generator::writeEndArray);
    }

    /** An array for which {@code each} writes one value for each element. */
    <T> void array(Iterable<T> elements, Consumer<T> each) {
        array(() -> elements.forEach(each));
    }

    /** A field whose value is an array of objects, with what {@code fields} writes of each element. */
    <T> void objects(String name, Iterable<T> elements, Consumer<T> fields) {
        name(name).array(elements, element -> object(() -> fields.accept(element)));
    }

    /** The name of the field whose value comes next. */
    JsonOutput name(String name) {
        write(() -> generator.writeFieldName(name));
        named = true;
        return this;
    }

    void field(String name, @Nullable Object value) {
        name(name).value(value);
    }

    /** Any value that a store gives, an enum (in lower case), an optional one (null when empty), or one that is written as its text. */
    void value(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            value(optional.orElse(null));
        } else if (value instanceof OptionalLong optional) {
            value(optional.isPresent() ? (Object) optional.getAsLong() : null);
        } else if (value instanceof Map<?, ?> map) {
            object(() -> map.forEach((key, element) -> field(String.valueOf(key), element)));
        } else if (value instanceof Iterable<?> list) {
            array(() -> list.forEach(this::value));
        } else {
            write(() -> writeScalar(value));
        }
    }

    /** A value that is JSON already. */
    void raw(String json) {
        write(() -> generator.writeRawValue(json));
    }

    /** Ends whatever is open within the outermost object, so that a document broken off by a failure can be completed. */
    void unwind() {
        if (named) {
            value(null);
        }
        write(() -> {
            while (depth() > 1) {
                if (generator.getOutputContext().inArray()) {
                    generator.writeEndArray();
                } else {
                    generator.writeEndObject();
                }
            }
        });
    }

    void flush() {
        write(generator::flush);
    }

    private int depth() {
        return generator.getOutputContext().getNestingDepth();
    }

    private void writeScalar(@Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Long || value instanceof Integer) {
            writeInteger(((Number) value).longValue());
        } else if (value instanceof Double number) {
            writeFloating(number);
        } else if (value instanceof BigInteger integer && integer.bitLength() < Long.SIZE) {
            writeInteger(integer.longValueExact());
        } else if (value instanceof BigDecimal decimal) {
            generator.writeString(decimal.toPlainString());
        } else if (value instanceof Enum<?> constant) {
            generator.writeString(constant.name().toLowerCase(Locale.ROOT));
        } else {
            generator.writeString(value.toString());
        }
    }

    private void writeInteger(long integer) throws IOException {
        if (-LARGEST_EXACT <= integer && integer <= LARGEST_EXACT) {
            generator.writeNumber(integer);
        } else {
            generator.writeString(Long.toString(integer));
        }
    }

    /** JSON has no infinity and no not-a-number. */
    private void writeFloating(double number) throws IOException {
        if (Double.isFinite(number)) {
            generator.writeNumber(number);
        } else {
            generator.writeString(Double.toString(number));
        }
    }

    private void write(Step step) {
        named = false;
        try {
            step.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
