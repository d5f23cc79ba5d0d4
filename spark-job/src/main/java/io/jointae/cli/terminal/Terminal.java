package io.jointae.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether an output stream of this process is a terminal, and whether it shows colors. The variable {@code NO_COLOR}
 * switches colors off (https://no-color.org), and {@code TERM=dumb} or {@code CI=true} make a terminal count as a log.
 *
 * @param interactive whether a person reads the stream as it is written, so that a line may be replaced
 * @param colors whether the stream shows colors
 */
public record Terminal(boolean interactive, boolean colors) {

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** Returns what standard output of this process is. */
    public static Terminal standardOutput() {
        return of(isTerminal(STANDARD_OUTPUT), System.getenv());
    }

    /** Returns what standard error of this process is. */
    public static Terminal standardError() {
        return of(isTerminal(STANDARD_ERROR), System.getenv());
    }

    static Terminal of(boolean terminal, Map<String, String> environment) {
        boolean interactive = terminal
                && !environment.getOrDefault("TERM", "dumb").equals("dumb")
                && !"true".equals(environment.get("CI"));
        return new Terminal(
                interactive,
                interactive && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /**
     * Java does not say what the streams are one by one. Linux names the device of each; elsewhere, a console means that
     * input and output are a terminal, and standard error is taken for one as well.
     */
    static boolean isTerminal(Path descriptor) {
        if (!Files.isSymbolicLink(descriptor)) {
            return System.console() != null;
        }
        try {
            String device = Files.readSymbolicLink(descriptor).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
