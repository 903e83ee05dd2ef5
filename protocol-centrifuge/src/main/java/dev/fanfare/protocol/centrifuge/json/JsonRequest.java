package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterLimits;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request. A field name has the same meaning in every request of this protocol. Unknown fields are skipped.
 * Confined to one thread.
 */
final class JsonRequest {
    private final JsonInput in;

    private String token = "";
    private String name = "";
    private String version = "";
    private String channel = "";
    private String method = "";
    private String delta = "";
    private String epoch = "";
    private @Nullable Payload data;
    private @Nullable StreamPosition since;
    private @Nullable FilterNode filter;
    private Map<String, Command.Subscribe> subs = Map.of();
    private Map<String, String> headers = Map.of();
    private long offset;
    private long flags;
    private int limit;
    private int type;
    private boolean recover;
    private boolean positioned;
    private boolean recoverable;
    private boolean joinLeave;
    private boolean reverse;

    private JsonRequest(JsonInput in) {
        this.in = in;
    }

    /** Reads the object at the current position. */
    static JsonRequest read(JsonInput in) {
        var request = new JsonRequest(in);
        in.object(request::readField);
        return request;
    }

    Command command(String request, int id) {
        return switch (request) {
            case "connect" -> connect(id);
            case "subscribe" -> subscribe(id, channel);
            case "unsubscribe" -> new Command.Unsubscribe(id, channel);
            // A publication of another type can remove a key; it has no data then.
            case "publish" ->
                new Command.Publish(id, channel, type == Command.STREAM ? requireData() : dataOrNull(), type);
            case "presence" -> new Command.Presence(id, channel);
            case "presence_stats" -> new Command.PresenceStats(id, channel);
            case "history" -> new Command.History(id, channel, limit, since, reverse);
            case "rpc" -> new Command.Rpc(id, method, dataOrNull());
            case "send" -> new Command.Send(requireData());
            case "refresh" -> new Command.Refresh(id, token);
            case "sub_refresh" -> new Command.SubRefresh(id, channel, token, type);
            default -> throw new MalformedCommandException(request + " is not a command that a client can send");
        };
    }

    Command.Connect connect(int id) {
        return new Command.Connect(id, token, data, subs, name, version, headers);
    }

    private Command.Subscribe subscribe(int id, String to) {
        var position = recover ? new StreamPosition(epoch, offset) : null;
        return new Command.Subscribe(
                id, to, token, position, data, positioned, recoverable, joinLeave, delta, filter, flags, type);
    }

    private Payload dataOrNull() {
        return data == null ? JsonInput.NULL : data;
    }

    private Payload requireData() {
        if (data == null) {
            throw new MalformedCommandException("expected the field data");
        }
        return data;
    }

    private void readField(String field) {
        switch (field) {
            case "token" -> token = in.text();
            case "name" -> name = in.text();
            case "version" -> version = in.text();
            case "channel" -> channel = in.text();
            case "method" -> method = in.text();
            case "delta" -> delta = in.text();
            case "epoch" -> epoch = in.text();
            case "data" -> data = in.raw();
            case "since" -> {
                var position = read(in);
                since = new StreamPosition(position.epoch, position.offset);
            }
            case "tf" -> filter = filter();
            case "subs" -> {
                subs = new HashMap<>();
                in.object(to -> subs.put(to, read(in).subscribe(0, to)));
            }
            case "headers" -> {
                headers = new HashMap<>();
                in.object(header -> headers.put(header, in.text()));
            }
            case "offset" -> offset = in.natural();
            case "limit" -> limit = in.int32();
            case "flag" -> flags = in.number();
            case "type" -> type = in.int32();
            case "recover" -> recover = in.flag();
            case "positioned" -> positioned = in.flag();
            case "recoverable" -> recoverable = in.flag();
            case "join_leave" -> joinLeave = in.flag();
            case "reverse" -> reverse = in.flag();
            default -> in.skip();
        }
    }

    private FilterNode filter() {
        var limits = new FilterLimits();
        limits.node(1);
        return limits.checked(filter(limits, 1));
    }

    /** Reads a node that the limits have counted. */
    private FilterNode filter(FilterLimits limits, int depth) {
        var texts = new HashMap<String, String>();
        List<String> vals = new ArrayList<>();
        List<FilterNode> nodes = new ArrayList<>();
        in.object(field -> {
            switch (field) {
                case "op", "key", "cmp", "val" -> texts.put(field, limits.text(in.text()));
                case "vals" -> in.array(() -> readIf(limits.value(), () -> vals.add(limits.text(in.text()))));
                case "nodes" ->
                    in.array(() -> readIf(limits.node(depth + 1), () -> nodes.add(filter(limits, depth + 1))));
                default -> in.skip();
            }
        });
        return new FilterNode(
                texts.getOrDefault("op", ""),
                texts.getOrDefault("key", ""),
                texts.getOrDefault("cmp", ""),
                texts.getOrDefault("val", ""),
                vals,
                nodes);
    }

    private void readIf(boolean within, Runnable read) {
        if (within) {
            read.run();
        } else {
            in.skip();
        }
    }
}
