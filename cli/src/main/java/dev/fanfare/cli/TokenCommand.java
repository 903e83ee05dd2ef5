package dev.fanfare.cli;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.SubscriptionOverrides;
import dev.fanfare.server.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates tokens for development. In production the backend creates them with a JWT library. */
@Command(
        name = "token",
        description = "Creates a connection token or, with --channel, a subscription token.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--user",
            paramLabel = "ID",
            defaultValue = "",
            description = "ID of the user. Default: the anonymous user.")
    private String user;

    @Option(names = "--channel", paramLabel = "NAME", description = "Channel of a subscription token.")
    private @Nullable String channel;

    @Option(names = "--info", paramLabel = "JSON", description = "Info about the user, which other clients receive.")
    private @Nullable String info;

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Lifetime of the token; 0: unlimited. Default: ${DEFAULT-VALUE}.")
    private long ttlSeconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var client = config.load().client();
        var keys = channel != null && client.subscriptionToken().enabled()
                ? client.subscriptionToken().token()
                : client.token();
        var signer = new TokenSigner(keys, InstantSource.system());
        var out = spec.commandLine().getOut();
        out.println(channel == null ? connection(signer) : subscription(signer, channel));
        out.flush();
        return 0;
    }

    private String connection(TokenSigner signer) {
        var claims = ConnectionClaims.of(user);
        if (ttlSeconds > 0) {
            claims = claims.withExpireAt(end());
        }
        return signer.connection(info == null ? claims : claims.withInfo(data(info)));
    }

    private String subscription(TokenSigner signer, String to) {
        var claims = SubscriptionClaims.of(user, to);
        if (ttlSeconds > 0) {
            claims = claims.withExpireAt(end());
        }
        return signer.subscription(
                info == null ? claims : claims.withOverrides(SubscriptionOverrides.NONE.withInfo(data(info))));
    }

    private static Payload data(String text) {
        return JsonBinding.detect(text.getBytes(StandardCharsets.UTF_8));
    }

    private Instant end() {
        return Instant.now().plus(Duration.ofSeconds(ttlSeconds));
    }
}
