package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;

/** Who may publish, and what. Immutable. */
public record PublishingOptions(
        @Option("Whether any user may publish.") boolean allowPublishForClient,

        @Option("Whether subscribers may publish.") boolean allowPublishForSubscriber,

        @Option("Whether users without a name may, where one of the two above is set.")
        boolean allowPublishForAnonymous,

        @Option(value = "What data must be: anything, JSON, a JSON object, or bytes.", defaults = "any")
        DataFormat publicationDataFormat,

        @Option("Ways in which a subscriber may get differences in place of whole publications.")
        List<DeltaType> allowedDeltaTypes,

        @Option("Whether every publication is also made a difference; needs allowed-delta-types.")
        boolean deltaPublish)
        implements Checked {

    /** What data must be. */
    public enum DataFormat {
        ANY,
        JSON,
        JSON_OBJECT,
        BINARY
    }

    /** How differences are written. */
    public enum DeltaType {
        FOSSIL
    }

    public PublishingOptions {
        allowedDeltaTypes = List.copyOf(allowedDeltaTypes);
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                !allowPublishForAnonymous || allowPublishForClient || allowPublishForSubscriber,
                "needs allow-publish-for-client or allow-publish-for-subscriber",
                "allow-publish-for-anonymous",
                "allow-publish-for-client",
                "allow-publish-for-subscriber");
        checks.require(
                !deltaPublish || !allowedDeltaTypes.isEmpty(),
                "needs allowed-delta-types",
                "delta-publish",
                "allowed-delta-types");
    }
}
