package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** GPU discovery scripts for hosts without GPUs. */
final class FakeGpus {

    private FakeGpus() {}

    /** Writes a script that reports GPU 0, 1, 2, ... on successive calls, because all executors share one host here. */
    static Path distinct(Path folder) throws IOException {
        return script(folder, """
                #!/usr/bin/env bash
                n=0
                until mkdir "%s/claimed-$n" 2> /dev/null; do n=$((n + 1)); done
                echo "{\\"name\\": \\"gpu\\", \\"addresses\\": [\\"$n\\"]}"
                """.formatted(folder));
    }

    /** Writes a script that reports the same GPU on every call, as on YARN without isolation. */
    static Path same(Path folder) throws IOException {
        return script(folder, """
                #!/usr/bin/env bash
                echo '{"name": "gpu", "addresses": ["0"]}'
                """);
    }

    private static Path script(Path folder, String text) throws IOException {
        Path script = Files.writeString(folder.resolve("gpus.sh"), text);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable.");
        }
        return script;
    }
}
