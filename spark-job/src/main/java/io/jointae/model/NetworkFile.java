package io.jointae.model;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The content of {@code network.zip}, which is read as data, see {@link NetworkZip}.
 *
 * @param model the architecture and the parameters
 * @param updaters the updater and the learning rate of each layer
 */
record NetworkFile(StackModel model, LayerUpdaters updaters) {

    /**
     * Reads a network.
     *
     * @throws InvalidInputException if the file is damaged, if it holds anything else than a network that jointae wrote,
     *     or if its parameters need more than half of this process's heap
     */
    static NetworkFile read(FileSystem fileSystem, Path file) throws IOException {
        return NetworkZip.read(fileSystem, file, zip -> {
            NetworkJson json = zip.configuration(NetworkJson.class);
            Architecture architecture = json.architecture(zip.origin());
            float[] parameters = zip.parameters(new ParameterLayout(architecture).size());
            return new NetworkFile(new StackModel(architecture, parameters), json.updaters(zip.origin()));
        });
    }
}
