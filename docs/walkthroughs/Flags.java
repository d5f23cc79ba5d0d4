import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws small flags in color and writes them as PNG files, in one folder per pattern: {@code java
 * docs/walkthroughs/Flags.java FOLDER}. The colors are random, so that they say nothing of the pattern.
 */
public final class Flags {

    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;
    private static final String[] PATTERNS = {"bands", "circle", "cross", "stripes", "triangle"};

    private final Random random = new Random(24);

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Give the folder to write: java docs/walkthroughs/Flags.java flags");
            System.exit(2);
        }
        Flags flags = new Flags();
        flags.write(Path.of(args[0], "train"), 240);
        flags.write(Path.of(args[0], "valid"), 40);
        flags.write(Path.of(args[0], "test"), 80);
    }

    private void write(Path folder, int perPattern) throws IOException {
        for (String pattern : PATTERNS) {
            Path images = Files.createDirectories(folder.resolve(pattern));
            for (int i = 0; i < perPattern; i++) {
                Path file = images.resolve(String.format(Locale.ROOT, "%s-%03d.png", pattern, i));
                ImageIO.write(draw(pattern), "png", file.toFile());
            }
        }
        System.out.println(folder + ": " + PATTERNS.length + " folders with " + perPattern + " images each");
    }

    private BufferedImage draw(String pattern) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = random.nextFloat();
        canvas.setColor(color(hue));
        canvas.fillRect(0, 0, WIDTH, HEIGHT);
        Color front = color(hue + 0.3f + 0.4f * random.nextFloat());
        canvas.setColor(front);
        int shift = random.nextInt(3) - 1;
        switch (pattern) {
            case "bands" -> {
                canvas.fillRect(0, 0, 8 + shift, HEIGHT);
                canvas.setColor(color(random.nextFloat()));
                canvas.fillRect(16 + shift, 0, 8, HEIGHT);
            }
            case "circle" -> canvas.fillOval(7 + 2 * shift, 3, 10, 10);
            case "cross" -> {
                canvas.fillRect(7 + 2 * shift, 0, 4, HEIGHT);
                canvas.fillRect(0, 6, WIDTH, 4);
            }
            case "stripes" -> {
                for (int y = 1 + shift; y < HEIGHT; y += 4) {
                    canvas.fillRect(0, y, WIDTH, 2);
                }
            }
            default -> canvas.fillPolygon(new int[] {0, 13 + 2 * shift, 0}, new int[] {0, 8, 16}, 3);
        }
        canvas.dispose();
        return image;
    }

    private Color color(float hue) {
        return Color.getHSBColor(hue, 0.6f + 0.4f * random.nextFloat(), 0.5f + 0.5f * random.nextFloat());
    }
}
