package io.jointae.cli.help;

import io.jointae.base.ProjectVersion;
import io.jointae.runtime.natives.NativeLibraries;
import io.jointae.runtime.natives.Processor;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;
import scala.util.Properties;

/**
 * Supplies the text that {@code --version} prints: the versions of jointae, Spark and Java, the engines on the class path
 * and the processor. No native library is loaded for it.
 */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "jointae " + ProjectVersion.current(),
            "Spark " + package$.MODULE$.SPARK_VERSION() + " for Scala " + Properties.versionNumberString() + ", Java "
                    + System.getProperty("java.version"),
            "Engine " + engines() + ", with the " + NativeLibraries.build() + " build of the native libraries",
            "Processor " + Processor.present().describe()
        };
    }

    private static String engines() {
        return Arrays.stream(EngineKind.values())
                .filter(Engines::isPresent)
                .map(EngineKind::optionName)
                .collect(Collectors.joining(", "));
    }
}
