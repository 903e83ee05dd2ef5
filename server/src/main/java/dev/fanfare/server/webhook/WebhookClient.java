package dev.fanfare.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.server.config.WebhookOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes the calls. Follows no redirects, for they would lead to places that nobody configured. Thread-safe. */
final class WebhookClient implements AutoCloseable {
    private static final int REDIRECTS = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;
    private final Duration timeout;
    private final @Nullable Signature signature;
    private final InstantSource clock;

    WebhookClient(WebhookOptions options, InstantSource clock) {
        this.url = URI.create(options.endpoint().url());
        this.timeout = options.timeout();
        this.signature = options.secret().isSet() ? new Signature(options.secret()) : null;
        this.clock = clock;
    }

    /** The URL without what may be secret in it. */
    String name() {
        return bare() + url.getRawPath();
    }

    /** Sends a body and waits for the answer; an interrupt counts as a failure, and stays. */
    DeliveryOutcome post(byte[] body) {
        var exchange = client.sendAsync(request(body), BodyHandlers.discarding());
        try {
            // Not the request's own limit, which ends with the headers: a body may drip for ever.
            return answer(exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new DeliveryOutcome.Failed("no answer within " + timeout, Duration.ZERO);
        } catch (ExecutionException failure) {
            var cause = failure.getCause() == null ? failure : failure.getCause();
            return new DeliveryOutcome.Failed(cause.getClass().getSimpleName(), Duration.ZERO);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new DeliveryOutcome.Failed("interrupted", Duration.ZERO);
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest request(byte[] body) {
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        var request = HttpRequest.newBuilder(URI.create(bare() + url.getRawPath() + query))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (url.getUserInfo() != null) {
            var user = Base64.getEncoder().encodeToString(url.getUserInfo().getBytes(UTF_8));
            request.header("Authorization", "Basic " + user);
        }
        if (signature != null) {
            request.header(Signature.HEADER, signature.of(body));
        }
        return request.build();
    }

    private DeliveryOutcome answer(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status < REDIRECTS) {
            return new DeliveryOutcome.Taken();
        }
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS
                ? new DeliveryOutcome.Failed("status " + status, retryAfter(response))
                : new DeliveryOutcome.Refused(status);
    }

    /** Seconds or a date (RFC 9110, 10.2.3); anything else is as if it were not there. */
    private Duration retryAfter(HttpResponse<?> response) {
        var value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var left = Duration.between(clock.instant(), date.toInstant());
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException none) {
            return Duration.ZERO;
        }
    }

    private String bare() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
