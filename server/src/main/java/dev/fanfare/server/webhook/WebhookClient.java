package dev.fanfare.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.config.value.Secret;
import dev.fanfare.server.config.WebhookOptions;
import dev.fanfare.server.http.Endpoint;
import dev.fanfare.server.http.OutboundClient;
import dev.fanfare.server.http.OutboundException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts signed bodies to the endpoint of the webhook. Thread-safe. */
final class WebhookClient implements AutoCloseable {
    private static final String SIGNATURE_HEADER = "X-Fanfare-Signature";
    private static final String SIGNATURE_ALGORITHM = "HmacSHA256";
    private static final int REDIRECTS = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final OutboundClient http = new OutboundClient();
    private final Endpoint endpoint;
    private final Duration timeout;
    private final Secret secret;
    private final InstantSource clock;

    /** The outcome of one call. */
    sealed interface Outcome {
        /** The backend accepted the body. */
        record Accepted() implements Outcome {}

        /**
         * It is unknown whether the backend accepted the body, or it may accept it later.
         *
         * @param reason the text for the log
         * @param retryAfter the pause that the backend requests; zero for none
         */
        record Failed(String reason, Duration retryAfter) implements Outcome {}

        /** The backend rejected the body permanently. */
        record Rejected(int status) implements Outcome {}
    }

    WebhookClient(WebhookOptions options, InstantSource clock) {
        this.endpoint = new Endpoint(options.endpoint().url());
        this.timeout = options.timeout();
        this.secret = options.secret();
        this.clock = clock;
    }

    /** The endpoint, without secrets. */
    String name() {
        return endpoint.toString();
    }

    /** Posts a body and waits for the response. An interrupt is a failure and keeps the interrupt flag. */
    Outcome post(byte[] body) {
        try {
            return outcome(http.send(request(body), timeout, 0).get());
        } catch (ExecutionException failure) {
            return new Outcome.Failed(
                    String.valueOf(OutboundException.of(failure).getMessage()), Duration.ZERO);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted", Duration.ZERO);
        }
    }

    /** Fails the call in progress and all later ones. */
    @Override
    public void close() {
        http.close();
    }

    private HttpRequest request(byte[] body) {
        var request =
                endpoint.request().header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
        endpoint.authorization().ifPresent(value -> request.header("Authorization", value));
        if (secret.isSet()) {
            request.header(SIGNATURE_HEADER, "sha256=" + HexFormat.of().formatHex(hmac(body)));
        }
        return request.build();
    }

    private byte[] hmac(byte[] body) {
        try {
            var mac = Mac.getInstance(SIGNATURE_ALGORITHM);
            mac.init(new SecretKeySpec(secret.text().getBytes(UTF_8), SIGNATURE_ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + SIGNATURE_ALGORITHM, missing);
        }
    }

    private Outcome outcome(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status < REDIRECTS) {
            return new Outcome.Accepted();
        }
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS
                ? new Outcome.Failed("status " + status, retryAfter(response))
                : new Outcome.Rejected(status);
    }

    /** Seconds or a date (RFC 9110, 10.2.3); zero for any other value. */
    private Duration retryAfter(HttpResponse<?> response) {
        var value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var left = Duration.between(clock.instant(), date.toInstant());
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException malformed) {
            return Duration.ZERO;
        }
    }
}
