package io.jointae.runtime.natives;

import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * The backend of ND4J for the processor, in the build that this processor can execute. ND4J finds it in
 * {@code META-INF/services} and creates every backend that it finds before it loads the first native library, in each
 * process that uses ND4J: the driver, an executor, a test or a program of somebody else. So this is the one place at which
 * the build is chosen in time, whoever calls ND4J first. Otherwise JavaCPP would load the build for AVX-512, which ends the
 * process on a processor without these instructions.
 */
public final class ProcessorBackend extends CpuBackend {

    /** JavaCPP's name of the extension among the properties of its loader. */
    private static final String LOADED_EXTENSION = "platform.extension";

    /** Chooses the build. ND4J calls this. */
    public ProcessorBackend() {
        NativeLibraries.choose();
        // JavaCPP reads the system property once. It has already done so if a program used JavaCPP before ND4J.
        Loader.loadProperties().setProperty(LOADED_EXTENSION, System.getProperty(NativeLibraries.EXTENSION));
    }

    /** Returns a lower priority than that of ND4J's own class, which then does the work. */
    @Override
    public int getPriority() {
        return super.getPriority() - 1;
    }
}
