package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request: in this protocol a name means the same in whichever request it stands. What is unknown is passed
 * over. Not thread-safe.
 */
final class JsonFields {
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

    private JsonFields(JsonInput in) {
        this.in = in;
    }

    /** Reads the object that begins here. */
    static JsonFields read(JsonInput in) throws MalformedCommandException {
        var fields = new JsonFields(in);
        in.object(fields::take);
        return fields;
    }

    Command.Connect connect(int id) {
        return new Command.Connect(id, token, data, subs, name, version, headers);
    }

    Command.Subscribe subscribe(int id) {
        return subscribe(id, channel);
    }

    Command.Publish publish(int id) throws MalformedCommandException {
        // A publication of another type may remove a key, and has no data then.
        var published = data == null && type != Command.STREAM ? JsonInput.NULL : requireData();
        return new Command.Publish(id, channel, published, type);
    }

    Command.History history(int id) {
        return new Command.History(id, channel, limit, since, reverse);
    }

    Command.Rpc rpc(int id) {
        return new Command.Rpc(id, method, data == null ? JsonInput.NULL : data);
    }

    Command.Send send() throws MalformedCommandException {
        return new Command.Send(requireData());
    }

    Command.SubRefresh subRefresh(int id) {
        return new Command.SubRefresh(id, channel, token, type);
    }

    String token() {
        return token;
    }

    String channel() {
        return channel;
    }

    private Command.Subscribe subscribe(int id, String of) {
        return new Command.Subscribe(
                id,
                of,
                token,
                recover ? new StreamPosition(epoch, offset) : null,
                data,
                positioned,
                recoverable,
                joinLeave,
                delta,
                filter,
                flags,
                type);
    }

    private Payload requireData() throws MalformedCommandException {
        if (data == null) {
            throw new MalformedCommandException("no data");
        }
        return data;
    }

    private void take(String field) throws MalformedCommandException {
        switch (field) {
            case "token" -> token = in.text();
            case "name" -> name = in.text();
            case "version" -> version = in.text();
            case "channel" -> channel = in.text();
            case "method" -> method = in.text();
            case "delta" -> delta = in.text();
            case "epoch" -> epoch = in.text();
            case "data" -> data = in.raw();
            case "since" -> since = position();
            case "tf" -> filter = filter();
            case "subs" -> subs = subs();
            case "headers" -> headers = headers();
            case "offset" -> offset = in.natural();
            case "limit" -> limit = in.int32();
            case "flag" -> flags = in.number();
            case "type" -> type = in.int32();
            default -> takeFlag(field);
        }
    }

    private void takeFlag(String field) throws MalformedCommandException {
        switch (field) {
            case "recover" -> recover = in.flag();
            case "positioned" -> positioned = in.flag();
            case "recoverable" -> recoverable = in.flag();
            case "join_leave" -> joinLeave = in.flag();
            case "reverse" -> reverse = in.flag();
            default -> in.skip();
        }
    }

    private StreamPosition position() throws MalformedCommandException {
        var fields = read(in);
        return new StreamPosition(fields.epoch, fields.offset);
    }

    private Map<String, Command.Subscribe> subs() throws MalformedCommandException {
        var all = new HashMap<String, Command.Subscribe>();
        in.object(of -> all.put(of, read(in).subscribe(0, of)));
        return all;
    }

    private Map<String, String> headers() throws MalformedCommandException {
        var all = new HashMap<String, String>();
        in.object(header -> all.put(header, in.text()));
        return all;
    }

    private FilterNode filter() throws MalformedCommandException {
        var texts = new HashMap<String, String>();
        List<String> vals = new ArrayList<>();
        List<FilterNode> nodes = new ArrayList<>();
        in.object(field -> {
            switch (field) {
                case "op", "key", "cmp", "val" -> texts.put(field, in.text());
                case "vals" -> in.array(() -> vals.add(in.text()));
                case "nodes" -> in.array(() -> nodes.add(filter()));
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
}
