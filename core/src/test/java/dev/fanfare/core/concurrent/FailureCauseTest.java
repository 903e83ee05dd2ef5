package dev.fanfare.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureCauseTest {
    private static final Throwable FAILURE = new IllegalStateException("outer", new IllegalArgumentException("inner"));

    @Test
    void cause_ofAPlainFailure_isTheFailure() {
        assertThat(FailureCause.of(FAILURE)).isSameAs(FAILURE);
    }

    @Test
    void cause_ofNestedWrappers_isTheFailure() {
        var wrapped = new CompletionException(new ExecutionException(new CompletionException(FAILURE)));

        assertThat(FailureCause.of(wrapped)).isSameAs(FAILURE);
    }

    @Test
    void cause_ofAnEmptyWrapper_isTheWrapper() {
        var empty = new CompletionException("no cause", null);

        assertThat(FailureCause.of(empty)).isSameAs(empty);
    }
}
