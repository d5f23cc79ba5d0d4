package io.jointae.cli.help;

import io.jointae.base.ProjectVersion;
import picocli.CommandLine.IVersionProvider;

/** Supplies the text that {@code --version} prints. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"jointae " + ProjectVersion.current()};
    }
}
