package dev.fanfare.cli.bench;

/** Publishes through the connection of a client. Confined to the event loop of the client. */
final class ClientSink implements PublishSink {
    private final BenchClient client;
    private final Dialogue dialogue;

    ClientSink(BenchClient client, Dialogue dialogue) {
        this.client = client;
        this.dialogue = dialogue;
    }

    @Override
    public boolean isReady() {
        return client.isWritable();
    }

    @Override
    public void publish(StreamState stream, long sequence, byte[] payload) {
        dialogue.publish(stream, sequence, payload);
    }
}
