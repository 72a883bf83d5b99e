package hindsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The product as a user runs it: a process, with its wall time and the most memory it held. */
record Command(Path hindsight, Path project) {
    /**
     * What a command did.
     *
     * @param peakMegabytes resident; 0 where the system does not tell
     */
    record Result(double millis, double peakMegabytes, String output) {}

    /** @throws IllegalStateException when the command fails */
    Result run(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(hindsight.toString()));
        line.addAll(List.of(words));
        Path output = Files.createTempFile("hindsight-bench", ".out");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(line)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        double peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, residentPeak(process.pid()));
            Thread.sleep(5);
        }
        int code = process.waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        String text = Files.readString(output);
        Files.delete(output);
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", line) + " ended with " + code + ":\n" + text);
        }
        return new Result(millis, peak, text);
    }

    private static double residentPeak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(text -> text.startsWith("VmHWM:"))
                    .mapToDouble(text -> Double.parseDouble(text.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
