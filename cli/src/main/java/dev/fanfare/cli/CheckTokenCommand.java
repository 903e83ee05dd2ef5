package dev.fanfare.cli;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.server.token.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies a token as a server with this configuration does. */
@Command(name = "check-token", description = "Verifies a token and prints its claims.", mixinStandardHelpOptions = true)
final class CheckTokenCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(names = "--subscription", description = "The token is a subscription token.")
    private boolean subscription;

    @Parameters(paramLabel = "TOKEN", description = "Token (JWT).")
    private String token;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var client = config.load().client();
        var keys = subscription && client.subscriptionToken().enabled()
                ? client.subscriptionToken().token()
                : client.token();
        try (var verifier = new TokenVerifier(keys, InstantSource.system())) {
            var verified = subscription ? verifier.subscription(token) : verifier.connection(token);
            verified.toCompletableFuture().join();
            var out = spec.commandLine().getOut();
            out.println("valid: " + claims(token));
            out.flush();
            return 0;
        } catch (CompletionException rejected) {
            var why = InvalidTokenException.of(rejected);
            var err = spec.commandLine().getErr();
            err.println("invalid (" + why.reason() + "): " + why.getMessage());
            err.flush();
            return 1;
        }
    }

    /** Returns the claims of a verified token as JSON (RFC 7519, 7.1). */
    private static String claims(String token) {
        var encoded = token.split("\\.", -1)[1];
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
