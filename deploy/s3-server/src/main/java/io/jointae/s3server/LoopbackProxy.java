package io.jointae.s3server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A proxy in front of a server on this machine. Subclasses say what it does with the connection of a client. */
public abstract class LoopbackProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;

    /**
     * Creates a proxy, which {@link #listen} starts.
     *
     * @param serverPort the port of the server
     * @throws IOException if no port is free
     */
    protected LoopbackProxy(int serverPort) throws IOException {
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
    }

    /** Accepts clients from now on. */
    protected final void listen() {
        start(this::accept);
    }

    /**
     * Returns the port of the proxy on the loopback interface.
     *
     * @return the port
     */
    public final int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    notAccepted(e);
                }
            }
        }
    }

    /**
     * Serves a client, in a thread of its own.
     *
     * @param client the connection, which this method closes
     */
    protected abstract void serve(Socket client);

    /**
     * Takes note of a client that could not be accepted, which may have gone before.
     *
     * @param failure the reason
     */
    protected abstract void notAccepted(IOException failure);

    /**
     * Connects to the server.
     *
     * @return the connection
     * @throws IOException if the server does not run
     */
    protected final Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), serverPort);
    }

    /**
     * Makes {@code close} send a reset instead of an orderly end.
     *
     * @param connection the connection
     * @throws IOException if it is closed
     */
    protected static void resetOnClose(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
    }

    /**
     * Runs work in a thread that does not keep the process alive.
     *
     * @param work the work
     */
    protected static void start(Runnable work) {
        Thread thread = new Thread(work, "loopback proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
