package dev.fanfare.server.api;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.json.JsonInput;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request: in this API a name means the same in whichever request it stands. What was not sent is empty, false,
 * 0 or null; what is unknown is passed over. Not thread-safe.
 */
final class ApiFields {
    static final Set<String> TEXTS = Set.of(
            "channel",
            "user",
            "client",
            "session",
            "idempotency_key",
            "version_epoch",
            "b64data",
            "b64info",
            "b64params",
            "exclude",
            "pattern",
            "method",
            "reason");
    static final Set<String> NUMBERS = Set.of("version", "expire_at", "limit", "code");
    static final Set<String> FLAGS = Set.of("skip_history", "delta", "reverse", "expired", "parallel");
    static final Set<String> PAYLOADS = Set.of("data", "info", "params");
    static final Set<String> LISTS = Set.of("channels", "whitelist");

    private final JsonInput in;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private final Map<String, Payload> payloads = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Boolean> overrides = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();
    private final List<ApiCommand> commands = new ArrayList<>();
    private @Nullable StreamPosition since;
    private @Nullable ApiFields disconnect;

    private ApiFields(JsonInput in) {
        this.in = in;
    }

    /** One request of a batch. */
    record ApiCommand(String method, ApiFields fields) {}

    /** Reads the object that begins here. */
    static ApiFields read(JsonInput in) throws MalformedCommandException {
        var fields = new ApiFields(in);
        in.object(fields::take);
        return fields;
    }

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    /**
     * A text that must be there.
     *
     * @throws ApiException when it is not
     */
    String required(String name) {
        var text = text(name);
        if (text.isEmpty()) {
            throw ApiException.badRequest(name + " is missing");
        }
        return text;
    }

    boolean has(String name) {
        return texts.containsKey(name);
    }

    long number(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    boolean flag(String name) {
        return flags.getOrDefault(name, false);
    }

    List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    Map<String, String> tags() {
        return tags;
    }

    /** What is wanted instead of what the channel does; null when nothing was said. */
    @Nullable
    Boolean override(String name) {
        return overrides.get(name);
    }

    @Nullable
    StreamPosition since() {
        return since;
    }

    @Nullable
    ApiFields disconnect() {
        return disconnect;
    }

    List<ApiCommand> commands() {
        return commands;
    }

    /**
     * A payload by this name as JSON, or by this name behind {@code b64} as bytes in base64; null for neither.
     *
     * @throws ApiException when the base64 is none
     */
    @Nullable
    Payload payload(String name) {
        var encoded = text("b64" + name);
        if (encoded.isEmpty()) {
            return payloads.get(name);
        }
        try {
            return Payload.binary(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException malformed) {
            throw ApiException.badRequest("b64" + name + " is no base64");
        }
    }

    private void take(String name) throws MalformedCommandException {
        if (TEXTS.contains(name)) {
            texts.put(name, in.text());
        } else if (NUMBERS.contains(name)) {
            numbers.put(name, in.number());
        } else if (FLAGS.contains(name)) {
            flags.put(name, in.flag());
        } else if (PAYLOADS.contains(name)) {
            takePayload(name);
        } else if (LISTS.contains(name)) {
            var list = new ArrayList<String>();
            in.array(() -> list.add(in.text()));
            lists.put(name, list);
        } else {
            takeStructure(name);
        }
    }

    private void takeStructure(String name) throws MalformedCommandException {
        switch (name) {
            case "tags" -> in.object(tag -> tags.put(tag, in.text()));
            case "since", "recover_since" -> since = in.isNull() ? null : position();
            case "override" -> in.object(this::takeOverride);
            case "disconnect" -> disconnect = in.isNull() ? null : read(in);
            case "commands" -> in.array(this::takeCommand);
            default -> in.skip();
        }
    }

    private void takePayload(String name) throws MalformedCommandException {
        if (in.isNull()) {
            in.skip();
        } else {
            payloads.put(name, in.raw());
        }
    }

    private void takeOverride(String name) throws MalformedCommandException {
        in.object(field -> {
            if (field.equals("value")) {
                overrides.put(name, in.flag());
            } else {
                in.skip();
            }
        });
    }

    private void takeCommand() throws MalformedCommandException {
        in.object(method -> commands.add(new ApiCommand(method, read(in))));
    }

    private StreamPosition position() throws MalformedCommandException {
        var epoch = new String[] {""};
        var offset = new long[1];
        in.object(name -> {
            switch (name) {
                case "epoch" -> epoch[0] = in.text();
                case "offset" -> offset[0] = in.natural();
                default -> in.skip();
            }
        });
        return new StreamPosition(epoch[0], offset[0]);
    }
}
