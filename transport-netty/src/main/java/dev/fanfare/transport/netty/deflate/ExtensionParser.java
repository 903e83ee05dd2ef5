package dev.fanfare.transport.netty.deflate;

import dev.fanfare.transport.netty.deflate.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses a list of extensions (RFC 6455, 9.1). Not thread-safe. */
final class ExtensionParser {
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";
    private static final int DELETE = 0x7F;

    private final String text;
    private int at;

    ExtensionParser(String text) {
        this.text = text;
    }

    /** Returns the offers; null if the text is malformed. */
    @Nullable
    List<ExtensionOffer> parse() {
        var offers = new ArrayList<ExtensionOffer>();
        do {
            skipWhitespace();
            if (at < text.length() && text.charAt(at) != ',') {
                var offer = offer();
                if (offer == null) {
                    return null;
                }
                offers.add(offer);
            }
        } while (skip(','));
        return at == text.length() ? offers : null;
    }

    private @Nullable ExtensionOffer offer() {
        var name = token();
        if (name.isEmpty()) {
            return null;
        }
        var parameters = new ArrayList<Parameter>();
        while (skip(';')) {
            var parameter = parameter();
            if (parameter == null) {
                return null;
            }
            parameters.add(parameter);
        }
        return new ExtensionOffer(name, List.copyOf(parameters));
    }

    private @Nullable Parameter parameter() {
        skipWhitespace();
        var name = token();
        if (name.isEmpty()) {
            return null;
        }
        if (!skip('=')) {
            return new Parameter(name, null);
        }
        skipWhitespace();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        var value = quoted ? unquoted() : token();
        return value.isEmpty() ? null : new Parameter(name, value);
    }

    private String token() {
        int from = at;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Returns the token between quotes; empty if it is not a token. */
    private String unquoted() {
        var value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at == text.length() || !isTokenChar(text.charAt(at))) {
                return "";
            }
            value.append(text.charAt(at));
        }
        return skip('"') ? value.toString() : "";
    }

    private boolean skip(char expected) {
        skipWhitespace();
        boolean found = at < text.length() && text.charAt(at) == expected;
        at += found ? 1 : 0;
        return found;
    }

    private void skipWhitespace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenChar(char c) {
        return c > ' ' && c < DELETE && SEPARATORS.indexOf(c) < 0;
    }
}
