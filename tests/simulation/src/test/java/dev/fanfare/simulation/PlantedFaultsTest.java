package dev.fanfare.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each fault that is planted in core makes a seed fail. */
@ResourceLock("log of core")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlantedFaultsTest {
    private static final Logger LOG = LoggerFactory.getLogger(PlantedFaultsTest.class);
    private static final int SEEDS = 2_000;

    @TempDir
    private Path directory;

    @Test
    void nothingChanged_passes() throws IOException, ReflectiveOperationException {
        var run = new PlantedFault("dev.fanfare.core.hub.StreamCursor", "enum Verdict {", "enum  Verdict {")
                .plant(directory);

        for (int seed = 0; seed < 5; seed++) {
            assertThat(run.apply(seed)).isEqualTo("");
        }
    }

    @Test
    void aSubscribeIsSkippedDuringAnUnsubscribe() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.hub.LocalChannel",
                "return fanOuts.length == 0 ? BrokerCall.NONE : subscribe();",
                "return BrokerCall.NONE;"));
    }

    @Test
    @Tag("full")
    void publicationsDuringTheRead_areNotMerged() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.hub.PendingSubscriber", "case NEXT -> arrived.add(publication);", "case NEXT -> {}"));
    }

    @Test
    @Tag("full")
    void theEpochOfALivePublicationIsNotChecked() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.hub.StreamCursor",
                "if (!position.epoch().equals(epoch)) {",
                "if (position.epoch().isEmpty()) {"));
    }

    @Test
    void aRecoveryDoesNotCheckTheLineage() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.node.RecoveryResult", "page.lineage().contains(since) && complete", "complete"));
    }

    @Test
    @Tag("full")
    void theEndOfAnEarlierTermIsNotChecked() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.port.Lineage", "last != null && position.offset() <= last", "last != null"));
    }

    @Test
    @Tag("full")
    void aNewPrimaryBeginsNoTerm() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.simulation.system.SimulatedServer",
                "if (!history.isWrittenBy(id)) {",
                "if (history.isWrittenBy(name + id)) {"));
    }

    @Test
    @Tag("full")
    void termsAreNumbered() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.simulation.system.SimulatedServer",
                "var term = system.newEpoch();",
                "var term = history.top().epoch() + 1;"));
    }

    /** Nodes that pass the id keep it on a connection that survives a demotion and a promotion. */
    @Test
    @Tag("full")
    void aPromotionKeepsTheReplicationId() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.simulation.system.Replication",
                "id = newId.get(); // a promotion changes it",
                "newId.get();"));
    }

    @Test
    @Tag("full")
    void presenceIsLeftToExpire() throws IOException, ReflectiveOperationException {
        requireFound(new PlantedFault(
                "dev.fanfare.core.node.Membership",
                "engine.presence().remove(channel, info.get().client())",
                "java.util.concurrent.CompletableFuture.completedStage(null)"));
    }

    private void requireFound(PlantedFault fault) throws IOException, ReflectiveOperationException {
        var run = fault.plant(directory);
        for (int seed = 0; seed < SEEDS; seed++) {
            var violated = String.valueOf(run.apply(seed));
            if (!violated.isEmpty() && new SeedRun().apply(seed).isEmpty()) {
                LOG.info("{} is found by {}", fault.className(), violated);
                return;
            }
        }
        throw new AssertionError(SEEDS + " seeds do not find " + fault);
    }
}
