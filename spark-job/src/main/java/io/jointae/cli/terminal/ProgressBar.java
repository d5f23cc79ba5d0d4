package io.jointae.cli.terminal;

import io.jointae.train.listener.ProgressView;
import io.jointae.train.listener.RunProgress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One bar for all runs that train at the same time, in the status line of a terminal. It shows the mean share of their
 * complete epochs, and the epoch and the costs of each run.
 */
public final class ProgressBar implements ProgressView {

    private static final int WIDTH = 24;

    private final StatusStream out;
    private final boolean colors;
    private final boolean phaseEndsStay;
    private final Map<String, RunProgress> runs = new LinkedHashMap<>();

    /**
     * Creates a bar in the status line of a stream.
     *
     * @param phaseEndsStay whether the last epoch of each phase is also printed as a line that stays
     */
    public ProgressBar(StatusStream out, boolean phaseEndsStay) {
        this.out = out;
        this.colors = StatusStream.hasColors(out);
        this.phaseEndsStay = phaseEndsStay;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public synchronized void progress(RunProgress progress) {
        if (phaseEndsStay && progress.phaseEnded()) {
            out.println(progress.text());
        }
        runs.put(progress.run(), progress);
        show();
    }

    @Override
    public synchronized void ended(String run) {
        runs.remove(run);
        show();
    }

    private void show() {
        out.status(runs.isEmpty() ? "" : bar());
    }

    private String bar() {
        double share =
                runs.values().stream().mapToDouble(RunProgress::share).average().orElse(0);
        int full = (int) Math.round(share * WIDTH);
        String texts = runs.values().stream().map(RunProgress::text).collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %% %s",
                Color.GREEN.paint("#".repeat(full), colors),
                "-".repeat(WIDTH - full),
                Math.floor(share * 100),
                texts);
    }
}
