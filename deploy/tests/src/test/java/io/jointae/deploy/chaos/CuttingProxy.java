package io.jointae.deploy.chaos;

import io.jointae.s3server.LoopbackProxy;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy in front of a server on this machine, which resets all open connections on request. */
final class CuttingProxy extends LoopbackProxy {

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int serverPort) throws IOException {
        super(serverPort);
        listen();
    }

    /** Resets all open connections of clients and returns how many there were. */
    int cut() throws IOException {
        int cut = 0;
        for (Socket client : open) {
            resetOnClose(client);
            client.close();
            cut++;
        }
        return cut;
    }

    @Override
    protected void serve(Socket client) {
        open.add(client);
        try (client;
                Socket server = connect()) {
            start(() -> copy(client, server));
            copy(server, client);
        } catch (IOException broken) {
            // The client sees the end of its connection, as it does when a server fails.
            return;
        } finally {
            open.remove(client);
        }
    }

    @Override
    protected void notAccepted(IOException failure) {
        // The client has gone before it was accepted, and will try again.
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException cut) {
            // Both sides must see the end, and the thread that opened the sockets closes them.
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket cannot be closed.", e);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        cut();
    }
}
