package io.jointae.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Standard error on a terminal: below all lines that are printed stands a status line, which is redrawn. Any other text
 * removes the status line first, so that warnings of libraries and lines of progress stay whole. The terminal cuts a
 * status line that is wider than its window.
 */
public final class StatusStream extends PrintStream {

    private static final String ERASE_LINE = "\r\u001b[2K";
    private static final String CUT_LONG_LINES = "\u001b[?7l";
    private static final String BREAK_LONG_LINES = "\u001b[?7h";

    private final Screen screen;
    private final Terminal terminal;

    private StatusStream(Screen screen, Terminal terminal) {
        super(screen, true, Charset.defaultCharset());
        this.screen = screen;
        this.terminal = terminal;
    }

    /**
     * Creates the stream of a terminal.
     *
     * @param device receives the text and the escape sequences
     */
    public static StatusStream on(OutputStream device, Terminal terminal) {
        return new StatusStream(new Screen(device), terminal);
    }

    /**
     * Replaces {@code System.err} by a stream with a status line if it is a terminal. The status line disappears when this
     * process ends.
     */
    public static void install() {
        Terminal terminal = Terminal.standardError();
        if (terminal.interactive()) {
            StatusStream stream = on(System.err, terminal);
            System.setErr(stream);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stream.status(""), "status-line"));
        }
    }

    /** Returns whether a stream shows colors. */
    public static boolean hasColors(PrintStream stream) {
        return stream instanceof StatusStream status && status.terminal.colors();
    }

    /** Shows another status line in place of the last one; an empty text removes it. */
    public void status(String line) {
        screen.status(line);
    }

    /** Writes to the terminal, and removes and draws the status line. */
    private static final class Screen extends OutputStream {

        private final OutputStream device;
        private String status = "";
        private boolean drawn;
        private boolean inLine;

        Screen(OutputStream device) {
            this.device = device;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            erase();
            device.write(bytes, offset, length);
            inLine = bytes[offset + length - 1] != '\n';
            draw();
            device.flush();
        }

        @Override
        public synchronized void flush() throws IOException {
            device.flush();
        }

        synchronized void status(String line) {
            try {
                erase();
                status = line;
                draw();
                device.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void erase() throws IOException {
            if (drawn) {
                put(ERASE_LINE);
                drawn = false;
            }
        }

        private void draw() throws IOException {
            if (!inLine && !status.isEmpty()) {
                put(CUT_LONG_LINES + status + BREAK_LONG_LINES);
                drawn = true;
            }
        }

        private void put(String text) throws IOException {
            device.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
