package io.jointae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.bench.RoundModel.Network;
import io.jointae.bench.RoundModel.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundModelTest {

    private static final Network FAST = new Network(10, 0.2);

    private static List<Point> points(RoundModel truth) {
        List<Point> points = new ArrayList<>();
        for (int workers : new int[] {10, 16, 24}) {
            for (double bytes : new double[] {1e6, 5e6, 14e6}) {
                double driver = 0.02 + truth.task() * workers + truth.once() * bytes;
                points.add(new Point(workers, bytes, truth.here(workers, bytes, 2), driver));
            }
        }
        return points;
    }

    @Test
    void theFitFindsTheCostsThatMadeThePoints() {
        RoundModel truth = new RoundModel(0.05, 2e-3, 4e-9, 1e-2, 6e-9);

        RoundModel found = RoundModel.fit(points(truth), 2);

        assertThat(found.fixed()).isCloseTo(truth.fixed(), within(1e-9));
        assertThat(found.task()).isCloseTo(truth.task(), within(1e-9));
        assertThat(found.once()).isCloseTo(truth.once(), within(1e-15));
        assertThat(found.start()).isCloseTo(truth.start(), within(1e-9));
        assertThat(found.worker()).isCloseTo(truth.worker(), within(1e-15));
    }

    @Test
    void noCostIsNegative() {
        // Points that fall with the bytes, as no round does but noise may make it seem.
        RoundModel found = RoundModel.fit(
                List.of(
                        new Point(10, 1e6, 0.31, 0.1),
                        new Point(16, 1e6, 0.4, 0.1),
                        new Point(10, 14e6, 0.3, 0.1),
                        new Point(16, 14e6, 0.38, 0.1),
                        new Point(24, 14e6, 0.5, 0.1)),
                2);

        assertThat(List.of(found.fixed(), found.task(), found.once(), found.start(), found.worker()))
                .allSatisfy(cost -> assertThat(cost).isNotNegative());
        assertThat(found.here(16, 1e6, 2)).isCloseTo(0.4, within(0.03));
    }

    @Test
    void theWireCostsWhatBandwidthAndLatencySay() {
        RoundModel free = new RoundModel(0, 0, 0, 0, 0);

        // 100 executors, 125 MB over 1 GB/s: 7 deep, then slices of everybody's, then the slices to the driver.
        assertThat(free.round(100, 125e6, new Network(8, 0))).isCloseTo((7 + 1 + 1) * 0.125, within(1e-9));
        assertThat(free.round(100, 0, new Network(8, 1))).isCloseTo(11e-3, within(1e-9));
        assertThat(free.round(1, 125e6, new Network(8, 0))).isCloseTo(2 * 0.125, within(1e-9));
    }

    @Test
    void averagingStopsPayingLaterWithMoreRowsAndWithAFasterNetwork() {
        RoundModel model = new RoundModel(0.05, 2e-3, 4e-9, 1e-2, 6e-9);
        Network slow = new Network(1, 0.2);

        int few = model.most(1e4, 3500, 14e6, FAST);
        int many = model.most(1e7, 3500, 14e6, FAST);
        int manySlow = model.most(1e7, 3500, 14e6, slow);

        assertThat(few).isLessThan(manySlow);
        assertThat(manySlow).isLessThan(many);
        assertThat(model.epoch(many, 1e7, 3500, 14e6, FAST)).isLessThan(model.epoch(1, 1e7, 3500, 14e6, FAST) / 10);
    }
}
