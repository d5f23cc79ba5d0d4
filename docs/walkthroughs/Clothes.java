import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Draws gray images of clothes and writes them as the four IDX files of MNIST and Fashion-MNIST: {@code java
 * docs/walkthroughs/Clothes.java FOLDER}.
 */
public final class Clothes {

    private static final int SIDE = 28;

    /** The corners of each kind of clothes, in units of an image of 100 x 100. */
    private static final double[][] KINDS = {
        // T-shirt
        {30, 15, 42, 15, 50, 21, 58, 15, 70, 15, 90, 33, 80, 45, 70, 38, 70, 88, 30, 88, 30, 38, 20, 45, 10, 33},
        // trousers
        {32, 10, 68, 10, 74, 92, 57, 92, 50, 38, 43, 92, 26, 92},
        // pullover
        {32, 15, 44, 15, 50, 19, 56, 15, 68, 15, 82, 28, 92, 84, 80, 86, 71, 48, 71, 88, 29, 88, 29, 48, 20, 86, 8, 84, 18, 28},
        // dress
        {38, 10, 45, 10, 50, 18, 55, 10, 62, 10, 60, 40, 78, 92, 22, 92, 40, 40},
        // coat
        {30, 8, 70, 8, 86, 24, 92, 90, 78, 90, 74, 44, 74, 94, 52, 94, 50, 30, 48, 94, 26, 94, 26, 44, 22, 90, 8, 90, 14, 24},
        // sandal
        {8, 62, 40, 44, 46, 54, 70, 30, 92, 36, 94, 70, 86, 70, 82, 56, 60, 72, 10, 74},
        // bag
        {12, 40, 34, 40, 38, 22, 62, 22, 66, 40, 88, 40, 92, 84, 8, 84},
        // boot
        {42, 10, 76, 10, 78, 58, 78, 88, 12, 88, 12, 72, 44, 58},
    };

    private final Random random = new Random(28);

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Give the folder to write: java docs/walkthroughs/Clothes.java clothes");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        Clothes clothes = new Clothes();
        clothes.write(folder, "train", 2400);
        clothes.write(folder, "t10k", 800);
    }

    private void write(Path folder, String split, int count) throws IOException {
        Path images = folder.resolve(split + "-images-idx3-ubyte");
        Path labels = folder.resolve(split + "-labels-idx1-ubyte");
        try (DataOutputStream pixels = open(images);
                DataOutputStream kinds = open(labels)) {
            // The magic number says: unsigned bytes, three dimensions; then come the sizes of the dimensions.
            pixels.writeInt(0x803);
            pixels.writeInt(count);
            pixels.writeInt(SIDE);
            pixels.writeInt(SIDE);
            kinds.writeInt(0x801);
            kinds.writeInt(count);
            for (int i = 0; i < count; i++) {
                int kind = random.nextInt(KINDS.length);
                kinds.writeByte(kind);
                pixels.write(draw(kind));
            }
        }
        System.out.println(images + ": " + count + " images");
    }

    private static DataOutputStream open(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Returns the gray levels of an image, row by row. */
    private byte[] draw(int kind) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        AffineTransform place = AffineTransform.getScaleInstance(SIDE / 100.0, SIDE / 100.0);
        place.translate(50 + 4 * random.nextGaussian(), 50 + 4 * random.nextGaussian());
        place.rotate(0.12 * random.nextGaussian());
        place.scale(0.9 + 0.08 * random.nextGaussian(), 0.9 + 0.08 * random.nextGaussian());
        place.translate(-50, -50);
        canvas.transform(place);
        Path2D outline = new Path2D.Double();
        double[] corners = KINDS[kind];
        for (int i = 0; i < corners.length; i += 2) {
            double x = corners[i] + 2 * random.nextGaussian();
            double y = corners[i + 1] + 2 * random.nextGaussian();
            if (i == 0) {
                outline.moveTo(x, y);
            } else {
                outline.lineTo(x, y);
            }
        }
        outline.closePath();
        float light = 0.45f + 0.5f * random.nextFloat();
        canvas.setColor(new Color(light, light, light));
        canvas.fill(outline);
        // Half of the clothes have stripes.
        if (random.nextBoolean()) {
            canvas.clip(outline);
            float dark = light - 0.3f;
            canvas.setColor(new Color(dark, dark, dark));
            int step = 12 + random.nextInt(10);
            for (int y = random.nextInt(step); y < 100; y += step) {
                canvas.fillRect(0, y, 100, step / 3);
            }
        }
        canvas.dispose();
        byte[] levels = new byte[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) image.getRaster().getSample(i % SIDE, i / SIDE, 0);
        }
        return levels;
    }
}
