package dev.fanfare.cli.bench;

import io.netty.util.collection.IntObjectHashMap;

/** The commands of a Centrifuge client, without their encoding. */
abstract class CentrifugeDialogue implements Dialogue {
    static final int CONNECT = 1;

    private record Pending(StreamState stream, long sequence) {}

    final BenchClient client;
    private final IntObjectHashMap<Pending> publications = new IntObjectHashMap<>();
    private int lastId = CONNECT;
    private int unconfirmed;

    CentrifugeDialogue(BenchClient client) {
        this.client = client;
    }

    abstract void sendConnect(String token);

    abstract void sendSubscribe(int id, String channel);

    abstract void sendPublish(int id, String channel, byte[] payload);

    abstract void flush();

    @Override
    public void opened() {
        sendConnect(client.context().plan.token());
        flush();
    }

    /** A reply: an error or success. */
    final void reply(int id, String error) {
        var publication = publications.remove(id);
        if (publication != null) {
            confirm(publication, error);
        } else if (!error.isEmpty()) {
            client.fail((id == CONNECT ? "connect rejected: " : "subscribe rejected: ") + error);
        } else if (id == CONNECT) {
            connected();
        } else if (--unconfirmed == 0) {
            client.subscribed(true);
        }
    }

    private void connected() {
        var load = client.context().plan.load();
        for (int channel : client.channels()) {
            unconfirmed++;
            sendSubscribe(++lastId, load.channel(channel));
        }
        flush();
        if (unconfirmed == 0) {
            client.subscribed(true);
        }
    }

    private void confirm(Pending publication, String error) {
        if (error.isEmpty()) {
            client.context().stats.accepted.increment();
        } else {
            publication.stream.reject(publication.sequence);
            client.context().stats.error("publish rejected: " + error);
        }
    }

    @Override
    public void publish(StreamState stream, long sequence, byte[] payload) {
        publications.put(++lastId, new Pending(stream, sequence));
        sendPublish(lastId, client.context().plan.load().channel(stream.channel()), payload);
        flush();
    }
}
