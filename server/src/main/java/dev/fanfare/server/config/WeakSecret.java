package dev.fanfare.server.config;

import dev.fanfare.config.value.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * A secret that can be guessed. A server that other machines can reach must not use it. Immutable.
 *
 * @param key path of the key
 * @param problem why it is weak, to be read after the key; does not contain the secret
 */
public record WeakSecret(String key, String problem) {
    /** The secrets in examples/fanfare.yml begin like this. */
    private static final String PLACEHOLDER = "replace-this";

    private static final int MIN_LENGTH = 16;

    /** Returns the weak secrets of a configuration. */
    static List<WeakSecret> of(ServerConfig config) {
        var found = new ArrayList<WeakSecret>();
        add(found, "http-api.key", config.httpApi().key());
        add(found, "admin.password", config.admin().password());
        add(found, "admin.token", config.admin().token());
        add(found, "webhook.secret", config.webhook().secret());
        add(found, "client.token.", config.client().token());
        add(
                found,
                "client.subscription-token.",
                config.client().subscriptionToken().token());
        return List.copyOf(found);
    }

    private static void add(List<WeakSecret> found, String prefix, TokenOptions token) {
        add(found, prefix + "hmac-secret-key", token.hmacSecretKey());
        add(found, prefix + "hmac-previous-secret-key", token.hmacPreviousSecretKey());
    }

    private static void add(List<WeakSecret> found, String key, Secret secret) {
        var text = secret.text();
        if (text.startsWith(PLACEHOLDER)) {
            found.add(new WeakSecret(key, "is a public placeholder"));
        } else if (secret.isSet() && text.length() < MIN_LENGTH) {
            found.add(new WeakSecret(key, "must have at least " + MIN_LENGTH + " characters, got " + text.length()));
        }
    }
}
