package dev.fanfare.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureCauseTest {
    private final Throwable failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));

    @Test
    void cause_ofAPlainFailure_isTheFailure() {
        assertThat(FailureCause.of(failure)).isSameAs(failure);
    }

    @Test
    void cause_ofNestedWrappers_isTheFailure() {
        var wrapped = new CompletionException(new ExecutionException(new CompletionException(failure)));

        assertThat(FailureCause.of(wrapped)).isSameAs(failure);
    }

    @Test
    void cause_ofAnEmptyWrapper_isTheWrapper() {
        var empty = new CompletionException("no cause", null);

        assertThat(FailureCause.of(empty)).isSameAs(empty);
    }
}
