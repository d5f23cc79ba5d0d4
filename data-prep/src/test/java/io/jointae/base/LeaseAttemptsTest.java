package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.LeaseRequest.Application;
import io.jointae.base.LeaseRequest.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A later attempt of the same application takes over the lease of an earlier one. */
class LeaseAttemptsTest extends LeaseFixture {

    @Test
    void theNextAttemptOfAnApplicationTakesItsLeaseOverAtOnce() throws Exception {
        Path file = writeClaim(elsewhere("first", NOW, attempt(1)), Duration.ZERO);
        try (Lease second = take(attempt(2), never())) {
            second.confirm();
            assertThat(file).doesNotExist();
            assertThat(claims()).hasSize(1);
        }
    }

    @Test
    void anEarlierAttemptDoesNotTakeTheLeaseOfALaterOne() throws Exception {
        writeClaim(elsewhere("second", NOW, attempt(2)), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(1).with(Patience.of(Duration.ofHours(1))), never()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 0 s ago");
    }

    @Test
    void ofDriversThatAreNotNumberedTheOneThatBeganLastTakesTheLeaseOver() throws Exception {
        Path earlier = writeClaim(elsewhere("earlier", NOW.minusSeconds(5), attempt(0)), Duration.ZERO);
        take(attempt(0), never()).close();
        assertThat(earlier).doesNotExist();
        writeClaim(elsewhere("later", Instant.now().plusSeconds(60), attempt(0)), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(0), never())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anotherApplicationDoesNotTakeTheLeaseOver() throws Exception {
        writeClaim(elsewhere("other", NOW, SWEEP.with(new Application("application_1_0041", 1))), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(2), never())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> take(SWEEP, never())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anAttemptThatStillLivesStopsBeforeItWritesOnceTheNextOneHasTheLease() throws Exception {
        Lease first = take(attempt(1), never());
        first.confirm();
        try (Lease second = take(attempt(2), never())) {
            assertThatThrownBy(first::confirm)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("now belongs to another sweep");
            assertThatThrownBy(first::confirmRecently).isInstanceOf(IOException.class);
            first.close();
            second.confirm();
        }
        assertThat(claims()).isEmpty();
    }
}
