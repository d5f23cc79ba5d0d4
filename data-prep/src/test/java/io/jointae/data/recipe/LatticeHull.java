package io.jointae.data.recipe;

import io.jointae.data.Example;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decides in exact integer arithmetic whether the ones of a square image are a convex region: they must be all pixels in
 * their convex hull. The hull comes from Andrew's monotone chain, the number of its pixels from Pick's theorem.
 */
final class LatticeHull {

    private record Point(int x, int y) {}

    private LatticeHull() {}

    /** Returns whether the hull of the ones holds no zero. */
    static boolean isConvex(Example image, int side) {
        List<Point> ones = ones(image, side);
        return pixelsIn(hull(ones)) == ones.size();
    }

    private static List<Point> ones(Example image, int side) {
        List<Point> ones = new ArrayList<>();
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                if (image.getPixels()[y * side + x] == 1) {
                    ones.add(new Point(x, y));
                }
            }
        }
        return ones;
    }

    /** Returns the corners of the hull of points that are sorted by x and then by y, counterclockwise. */
    private static List<Point> hull(List<Point> points) {
        if (points.size() < 2) {
            return points;
        }
        List<Point> backward = new ArrayList<>(points);
        Collections.reverse(backward);
        List<Point> corners = new ArrayList<>(chain(points));
        corners.addAll(chain(backward));
        return corners;
    }

    /** Returns one side of the hull without its last corner. */
    private static List<Point> chain(List<Point> points) {
        List<Point> chain = new ArrayList<>();
        for (Point next : points) {
            while (chain.size() > 1 && cross(chain.get(chain.size() - 2), chain.get(chain.size() - 1), next) <= 0) {
                chain.remove(chain.size() - 1);
            }
            chain.add(next);
        }
        return chain.subList(0, chain.size() - 1);
    }

    private static int cross(Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }

    /** Returns the number of points with integer coordinates in a polygon: area + boundary / 2 + 1 (G. Pick, 1899). */
    private static int pixelsIn(List<Point> corners) {
        int twiceTheArea = 0;
        int boundary = 0;
        for (int i = 0; i < corners.size(); i++) {
            Point a = corners.get(i);
            Point b = corners.get((i + 1) % corners.size());
            twiceTheArea += a.x * b.y - b.x * a.y;
            boundary += BigInteger.valueOf(b.x - a.x)
                    .gcd(BigInteger.valueOf(b.y - a.y))
                    .intValueExact();
        }
        return (twiceTheArea + boundary) / 2 + 1;
    }
}
