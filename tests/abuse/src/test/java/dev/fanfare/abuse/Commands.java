package dev.fanfare.abuse;

/** Commands of the Centrifuge protocol. Stateless. */
final class Commands {
    private Commands() {}

    /** Returns a connect command with the id 1 and a token of the user. */
    static String connect(String user) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + UserToken.of(user) + "\"}}";
    }

    static String subscribe(long id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    static String subscribeWithDeltas(long id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\",\"delta\":\"fossil\"}}";
    }

    static String unsubscribe(long id, String channel) {
        return "{\"id\":" + id + ",\"unsubscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    /** Returns a command that publishes JSON. */
    static String publish(long id, String channel, String json) {
        return "{\"id\":" + id + ",\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + json + "}}";
    }

    /** Returns a command that subscribes and recovers the publications after a position. */
    static String recover(long id, String channel, String epoch, long offset) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\",\"recover\":true,\"epoch\":\"" + epoch
                + "\",\"offset\":" + offset + "}}";
    }

    /** Returns a command that reads the last publications of a channel. */
    static String history(long id, String channel, int limit) {
        return "{\"id\":" + id + ",\"history\":{\"channel\":\"" + channel + "\",\"reverse\":true,\"limit\":" + limit
                + "}}";
    }

    static String presence(long id, String channel) {
        return "{\"id\":" + id + ",\"presence\":{\"channel\":\"" + channel + "\"}}";
    }
}
