package hindsight.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a JSON file record by record, to find places and faults for messages. */
final class JsonRecords {
    private static final JsonFactory FACTORY = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final InputFile file;

    JsonRecords(InputFile file) {
        this.file = file;
    }

    /** The place of a record, 0-based: of an element of the array that the file is, or of one of several values. */
    Location place(long record) {
        try (JsonParser parser = FACTORY.createParser(file.open())) {
            long left = record;
            for (JsonToken token = first(parser); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_ARRAY && left-- == 0) {
                    return place(parser.currentTokenLocation());
                }
                parser.skipChildren();
            }
            return file.location();
        } catch (IOException e) {
            return file.location();
        }
    }

    /** What is wrong with the file. */
    Optional<Problem> fault() {
        Optional<Problem> noText = new TextFault(file, StandardCharsets.UTF_8).find();
        if (noText.isPresent()) {
            return noText;
        }
        try (JsonParser parser = FACTORY.createParser(file.open())) {
            for (JsonToken token = first(parser); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT && token != JsonToken.END_ARRAY) {
                    return Optional.of(noObject(place(parser.currentTokenLocation()), parser.getText()));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(Problem.error(
                    "broken-json",
                    place(e.getLocation()),
                    "Cannot read the file as JSON: " + sentence(e.getOriginalMessage()),
                    "Nothing was loaded; mend the file and load it again."));
        } catch (EOFException | ZipException damaged) {
            return Optional.of(TextFault.corruptGzip(file));
        } catch (IOException e) {
            return Optional.of(
                    Problem.error("unreadable-file", file.location(), "Cannot read the file: " + e.getMessage(), ""));
        }
    }

    /** The first record's first token: of the first element, where the file is an array. */
    private static @Nullable JsonToken first(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        return token == JsonToken.START_ARRAY ? parser.nextToken() : token;
    }

    private static Problem noObject(Location place, String text) {
        return Problem.error(
                "not-an-object",
                place,
                "Cannot take " + shortened(text) + " for a row: it is no object",
                "Rows are objects: {\"column\": value, …}, one on each line or in an array.");
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("it is broken").strip();
        return Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private Location place(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? file.location()
                : new Location(file.name(), location.getLineNr(), Math.max(0, location.getColumnNr()), 1, "");
    }
}
