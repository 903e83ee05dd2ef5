package dev.fanfare.app;

import dev.fanfare.app.json.InvalidJsonException;
import dev.fanfare.app.json.Json;
import dev.fanfare.model.channel.Payload;
import java.util.Map;

/**
 * A consumer whose client sends JSON of one shape, bound to a type: a record, or a sealed interface of records. A message
 * that does not fit is answered with {@code {"error": "..."}}, and the connection stays usable.
 *
 * @param <T> what the client sends
 */
public abstract class JsonSocketHandler<T> extends SocketHandler {
    private final Class<T> type;

    /** A consumer of messages of this type. All components of a record must be there and may not be null. */
    protected JsonSocketHandler(Class<T> type) {
        this.type = type;
    }

    /** The client sent a message of the right shape. */
    protected abstract void receive(Socket socket, T message) throws Exception;

    /** The client sent something else; the problem names what and where, and may be told. */
    protected void malformed(Socket socket, String problem) throws Exception {
        socket.sendJson(Map.of("error", problem));
    }

    @Override
    public final void receive(Socket socket, Payload message) throws Exception {
        T read;
        try {
            read = Json.read(message.bytes(), type);
        } catch (InvalidJsonException problem) {
            malformed(socket, problem.words());
            return;
        }
        receive(socket, read);
    }
}
