package io.jointae.runtime;

import org.junit.jupiter.api.extension.Extension;

/**
 * Chooses the build of ND4J's libraries for this processor, as the program does when it starts. JUnit finds this class in
 * {@code META-INF/services} and creates it before it initializes any test class. Without it, JavaCPP loads the build for
 * AVX-512, which ends the process on a processor that does not have these instructions.
 */
public final class NativeLibrariesForTests implements Extension {

    /** Chooses the build. */
    public NativeLibrariesForTests() {
        NativeLibraries.choose();
    }
}
