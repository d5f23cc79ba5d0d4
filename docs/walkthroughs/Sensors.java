import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the readings of a pump as CSV files: {@code java docs/walkthroughs/Sensors.java FOLDER}.
 *
 * <p>The speed of the pump, the valve and the air determine all other readings, up to noise. A fault breaks one of these
 * relations by little, so that each reading stays in its usual range. The training and validation rows have no faults.
 */
public final class Sensors {

    private static final String HEADER = "time,speed,valve,flow,pressure,power,temperature,vibration,fault";
    private static final int READINGS = 7;

    private final Random random = new Random(19);
    private int minute;

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Give the folder to write: java docs/walkthroughs/Sensors.java sensors");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        Sensors pump = new Sensors();
        List<double[]> train = pump.write(folder.resolve("train.csv"), 3000, 0);
        pump.write(folder.resolve("valid.csv"), 500, 0);
        List<double[]> test = pump.write(folder.resolve("test.csv"), 1000, 0.1);
        System.out.printf(
                Locale.ROOT,
                "The sum of the squared standardized readings has an AUROC of %.3f on the test rows.%n",
                auroc(test, distances(train, test)));
    }

    private List<double[]> write(Path file, int rows, double faults) throws IOException {
        List<double[]> written = new ArrayList<>();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.print(HEADER + "\n");
            for (int i = 0; i < rows; i++) {
                int fault = random.nextDouble() < faults ? 1 + random.nextInt(4) : 0;
                double[] row = row(fault);
                out.printf(
                        Locale.ROOT,
                        "2026-01-%02d %02d:%02d,%.0f,%.3f,%.2f,%.3f,%.3f,%.2f,%.3f,%.0f\n",
                        1 + minute / 1440, minute / 60 % 24, minute % 60,
                        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]);
                minute++;
                written.add(row);
            }
        }
        System.out.println(file + ": " + rows + " rows, "
                + written.stream().filter(row -> row[READINGS] == 1).count() + " with a fault");
        return written;
    }

    /** Returns the readings of a minute, and 1 after them if there is a fault. */
    private double[] row(int fault) {
        double speed = 600 + 900 * random.nextDouble();
        double valve = 0.3 + 0.7 * random.nextDouble();
        double air = 20 + 3 * random.nextGaussian();
        double turns = speed / 1000;
        double flow = 80 * turns * valve * noise();
        double pressure = (6 * turns * turns - 2.5 * turns * turns * valve * valve) * noise();
        double power = (1 + 0.05 * flow * pressure) * noise();
        double temperature = air + 2.5 * power;
        double vibration = (0.6 + 1.8 * turns * turns) * noise();
        switch (fault) {
            case 1 -> flow *= 0.7;
            case 2 -> pressure *= 0.75;
            case 3 -> power *= 1.4;
            case 4 -> vibration *= 1.35;
            default -> { }
        }
        return new double[] {speed, valve, flow, pressure, power, temperature, vibration, fault == 0 ? 0 : 1};
    }

    private double noise() {
        return 1 + 0.02 * random.nextGaussian();
    }

    /** Returns how far each row is from the mean row, in standard deviations of the training rows. */
    private static double[] distances(List<double[]> train, List<double[]> rows) {
        double[] distances = new double[rows.size()];
        for (int j = 0; j < READINGS; j++) {
            int reading = j;
            double mean = train.stream().mapToDouble(row -> row[reading]).average().orElseThrow();
            double variance = train.stream()
                    .mapToDouble(row -> (row[reading] - mean) * (row[reading] - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < distances.length; i++) {
                double difference = rows.get(i)[reading] - mean;
                distances[i] += difference * difference / variance;
            }
        }
        return distances;
    }

    /** Returns the probability that a row with a fault has a higher score than a row without one. */
    private static double auroc(List<double[]> rows, double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
        long sound = 0;
        long faults = 0;
        long right = 0;
        for (int i : order) {
            if (rows.get(i)[READINGS] == 1) {
                faults++;
                right += sound;
            } else {
                sound++;
            }
        }
        return (double) right / (sound * faults);
    }
}
