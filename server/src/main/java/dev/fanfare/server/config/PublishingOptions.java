package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;

/** Which clients can publish, and what. Immutable. */
public record PublishingOptions(
        @Option("Allows all users to publish, except anonymous ones.")
        boolean allowPublishForClient,

        @Option("Allows subscribers to publish.") boolean allowPublishForSubscriber,

        @Option("Extends allow-publish-for-client and allow-publish-for-subscriber to anonymous users.")
        boolean allowPublishForAnonymous,

        @Option(value = "Required format of the data of publications.", defaults = "any")
        DataFormat publicationDataFormat,

        @Option("Delta types that subscribers can request.") List<DeltaType> allowedDeltaTypes,

        @Option("Has no effect: deltas are created for each client that requests them. Requires allowed-delta-types.")
        boolean deltaPublish)
        implements Checked {

    /** The required format of data. */
    public enum DataFormat {
        ANY,
        JSON,
        JSON_OBJECT,
        BINARY
    }

    /** The format of deltas. */
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
                "requires allow-publish-for-client or allow-publish-for-subscriber",
                "allow-publish-for-anonymous",
                "allow-publish-for-client",
                "allow-publish-for-subscriber");
        checks.require(
                !deltaPublish || !allowedDeltaTypes.isEmpty(),
                "requires allowed-delta-types",
                "delta-publish",
                "allowed-delta-types");
    }
}
