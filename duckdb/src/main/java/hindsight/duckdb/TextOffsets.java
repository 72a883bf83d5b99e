package hindsight.duckdb;

import java.nio.charset.StandardCharsets;

/** Turns the engine's offsets, which count bytes of UTF-8, into characters of the text. */
final class TextOffsets {
    private final int bytes;
    private final int characters;
    /** For each byte the character that it belongs to; empty where they are the same. */
    private final int[] characterOf;

    TextOffsets(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes = encoded.length;
        characters = text.length();
        characterOf = bytes == characters ? new int[0] : map(encoded);
    }

    int character(int offset) {
        if (offset >= bytes) {
            return characters;
        }
        return characterOf.length == 0 ? Math.max(0, offset) : characterOf[Math.max(0, offset)];
    }

    private static int[] map(byte[] encoded) {
        int[] result = new int[encoded.length];
        int next = 0;
        int current = 0;
        for (int i = 0; i < encoded.length; i++) {
            boolean continues = (encoded[i] & 0xC0) == 0x80;
            if (!continues) {
                current = next;
                boolean surrogatePair = (encoded[i] & 0xF8) == 0xF0;
                next += surrogatePair ? 2 : 1;
            }
            result[i] = current;
        }
        return result;
    }
}
