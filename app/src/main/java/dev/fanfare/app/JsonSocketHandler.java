package dev.fanfare.app;

import dev.fanfare.app.internal.json.InvalidJsonException;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.Payload;
import java.util.Map;

/**
 * A {@link SocketHandler} whose client sends JSON messages of one type: a record, or a sealed interface of records. Confined to one
 * thread at a time. A message that does not match is answered with {@code {"error": "..."}}, and the connection stays open.
 *
 * @param <T> the type of the client's messages
 */
public abstract class JsonSocketHandler<T> extends SocketHandler {
    private final Class<T> type;

    /** Creates a handler for messages of this type. All components of a record are required and must not be null. */
    protected JsonSocketHandler(Class<T> type) {
        this.type = type;
    }

    /** Called for each message that matches the type. */
    protected abstract void receive(Socket socket, T message) throws Exception;

    /** Called for each other message. The problem names field and error, and is safe to send to the client. */
    protected void malformed(Socket socket, String problem) throws Exception {
        socket.sendJson(Map.of("error", problem));
    }

    @Override
    public final void receive(Socket socket, Payload message) throws Exception {
        T read;
        try {
            read = Json.read(message.bytes(), type);
        } catch (InvalidJsonException problem) {
            malformed(socket, problem.problem());
            return;
        }
        receive(socket, read);
    }
}
