package dev.fanfare.server.proxy;

import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is asked. Immutable.
 *
 * @param caller for whom
 * @param data of the client; null for none
 * @param fields writes what belongs to the event
 */
record ProxyRequest(Caller caller, @Nullable Payload data, Consumer<JsonOutput> fields) {
    /** The body that asks it. */
    byte[] body(boolean withMeta) {
        var out = new JsonOutput().beginObject();
        out.name("client").string(caller.client());
        out.name("transport").string(caller.transport());
        out.name("protocol").string(caller.protocol());
        out.name("encoding").string(data == null || data.kind() == Kind.JSON ? "json" : "binary");
        fields.accept(out);
        if (data != null && data.kind() == Kind.JSON) {
            out.payload("data", data);
        } else if (data != null) {
            out.text("b64data", Base64.getEncoder().encodeToString(data.bytes()));
        }
        if (withMeta) {
            out.payload("meta", caller.meta());
        }
        return out.endObject().toPayload().bytes();
    }
}
