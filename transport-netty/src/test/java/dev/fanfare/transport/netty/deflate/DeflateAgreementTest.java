package dev.fanfare.transport.netty.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Negotiation of permessage-deflate (RFC 7692, 5 and 7.1). */
class DeflateAgreementTest {
    private static final String STRICT = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final CompressionSettings TAKEOVER = CompressionSettings.DEFAULTS.withClientContextTakeover();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=\"15\"",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate;server_no_context_takeover;client_no_context_takeover;client_max_window_bits=10"
            })
    void negotiate_plainOffer_excludesContextTakeover(String offer) {
        assertThat(response(offer, CompressionSettings.DEFAULTS)).isEqualTo(STRICT);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void negotiate_serverWindow_isAccepted(int bits) {
        var agreement = negotiate("permessage-deflate; server_max_window_bits=" + bits, CompressionSettings.DEFAULTS);

        assertThat(agreement).isNotNull();
        assertThat(Objects.requireNonNull(agreement).serverWindowBits()).isEqualTo(bits);
        assertThat(agreement.response()).isEqualTo(STRICT + "; server_max_window_bits=" + bits);
    }

    @Test
    void negotiate_noServerWindow_isNotInResponse() {
        var agreement = Objects.requireNonNull(negotiate("permessage-deflate", CompressionSettings.DEFAULTS));

        assertThat(agreement.serverWindowBits()).isEqualTo(15);
        assertThat(agreement.response()).doesNotContain("window");
    }

    @ParameterizedTest
    @CsvSource({
        "permessage-deflate, true, permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover, false, " + STRICT
    })
    void negotiate_clientContextAllowed_followsOffer(String offer, boolean takeover, String response) {
        var agreement = Objects.requireNonNull(negotiate(offer, TAKEOVER));

        assertThat(agreement.clientContextTakeover()).isEqualTo(takeover);
        assertThat(agreement.response()).isEqualTo(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; unknown",
                "permessage-deflate; Server_no_context_takeover",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=8x",
                "permessage-deflate; server_max_window_bits=-8",
                "permessage-deflate; server_max_window_bits=99999999999999999999",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=+9",
                "permessage-snappy",
                "x-webkit-deflate-frame",
                ""
            })
    void negotiate_invalidOffer_isDeclined(String offer) {
        assertThat(negotiate(offer, CompressionSettings.DEFAULTS)).isNull();
        assertThat(negotiate(offer, TAKEOVER)).isNull();
    }

    @Test
    void negotiate_severalOffers_acceptsFirstAcceptable() {
        var offers = "foo, permessage-deflate; server_max_window_bits=99, permessage-deflate; server_max_window_bits=9,"
                + " permessage-deflate";

        assertThat(response(offers, CompressionSettings.DEFAULTS)).isEqualTo(STRICT + "; server_max_window_bits=9");
    }

    @Test
    void negotiate_compressionOff_declines() {
        assertThat(negotiate("permessage-deflate", CompressionSettings.OFF)).isNull();
    }

    private static String response(String field, CompressionSettings settings) {
        return Objects.requireNonNull(negotiate(field, settings)).response();
    }

    private static @Nullable DeflateAgreement negotiate(String field, CompressionSettings settings) {
        var offers = Objects.requireNonNull(ExtensionOffer.parse(List.of(field)));
        return DeflateAgreement.negotiate(offers, settings);
    }
}
