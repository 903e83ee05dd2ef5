package dev.fanfare.core.memory;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.testkit.contract.BrokerContract;
import java.time.Duration;
import java.util.List;

class MemoryBrokerTest extends BrokerContract {
    @Override
    protected Broker create() {
        return new MemoryBroker();
    }

    @Override
    protected List<PublishOptions> notOffered() {
        var retention = new HistoryRetention(10, Duration.ofMinutes(1), Duration.ofHours(1));
        return List.of(
                new PublishOptions(retention, null, 0, "", false, false, null),
                new PublishOptions(null, "key", 0, "", false, false, null),
                new PublishOptions(null, null, 1, "", false, false, null),
                new PublishOptions(null, null, 0, "", false, false, "c1"));
    }
}
