package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectVersionTest {

    @Test
    void theBuildReplacesThePlaceholderByTheVersionOfThePom() {
        assertThat(ProjectVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
