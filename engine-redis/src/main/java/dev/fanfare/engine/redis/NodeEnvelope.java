package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;

/** A message between nodes. Immutable. */
final class NodeEnvelope {
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 48;

    /** The types of messages. */
    enum Type {
        MESSAGE,
        QUESTION,
        ANSWER
    }

    private final Type type;
    private final String from;
    private final long survey;
    private final byte[] content;

    /**
     * Creates an envelope of a message, question or answer.
     *
     * @param from id of the sender
     * @param survey number of the survey on the asking node; 0 for a message
     */
    NodeEnvelope(Type type, String from, long survey, byte[] content) {
        this.type = type;
        this.from = from;
        this.survey = survey;
        this.content = content;
    }

    Type type() {
        return type;
    }

    String from() {
        return from;
    }

    long survey() {
        return survey;
    }

    byte[] content() {
        return content;
    }

    byte[] toBytes() {
        return new ByteWriter(content.length + HEADER_BYTES)
                .write(VERSION)
                .write(code(type))
                .text(from)
                .number(survey)
                .bytes(content)
                .toByteArray();
    }

    static NodeEnvelope read(byte[] message) {
        var in = new ByteReader(message);
        int version = in.read();
        if (version != VERSION) {
            throw new EngineException(
                    "unsupported version of a node message: " + version + ", this node supports version " + VERSION);
        }
        var type = type(in.read());
        return new NodeEnvelope(type, in.text(), in.number(), in.rest());
    }

    private static int code(Type type) {
        return switch (type) {
            case MESSAGE -> 1;
            case QUESTION -> 2;
            case ANSWER -> 3;
        };
    }

    private static Type type(int code) {
        return switch (code) {
            case 1 -> Type.MESSAGE;
            case 2 -> Type.QUESTION;
            case 3 -> Type.ANSWER;
            default ->
                throw new EngineException(
                        "unsupported type of a node message: " + code + ", this node supports types 1 to 3");
        };
    }
}
