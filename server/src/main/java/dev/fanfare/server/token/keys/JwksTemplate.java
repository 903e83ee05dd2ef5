package dev.fanfare.server.token.keys;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of key sets, with places for what a token's issuer or audience says. Immutable. */
public final class JwksTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9]*)\\s*}}");
    private static final Pattern SCHEME = Pattern.compile("(?i)https?://.+");

    /**
     * What may stand at a place: unreserved characters (RFC 3986, 2.3), so that a token, whose signature is not known yet,
     * can neither leave its place in the path nor name a port or a user.
     */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private static final Pattern DOTS = Pattern.compile("\\.+");

    private final String template;
    private final Set<String> names;

    /**
     * One with <code>{{name}}</code> at its places.
     *
     * @throws IllegalArgumentException when it isn't the address of something on the web
     */
    public JwksTemplate(String template) {
        this.template = template;
        this.names = names(template);
        if (!SCHEME.matcher(template).matches()
                || uri(PLACE.matcher(template).replaceAll("x")).isEmpty()) {
            throw new IllegalArgumentException(
                    "a JWKS endpoint is an address of https:// or http:// without user and fragment, not " + template);
        }
    }

    private static Set<String> names(String template) {
        var names = new LinkedHashSet<String>();
        PLACE.matcher(template).results().forEach(place -> names.add(place.group(1)));
        return names;
    }

    /** The names of its places. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /** The address with these values at its places; empty when one is missing or may not stand in an address. */
    public Optional<URI> resolve(Map<String, String> values) {
        for (var name : names) {
            var value = values.getOrDefault(name, "");
            if (!VALUE.matcher(value).matches() || DOTS.matcher(value).matches()) {
                return Optional.empty();
            }
        }
        return uri(PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), ""))));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text))
                    .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
