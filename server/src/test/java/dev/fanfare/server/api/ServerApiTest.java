package dev.fanfare.server.api;

/** One node, in memory. */
class ServerApiTest extends ServerApiContract {
    ServerApiTest() {
        super(ApiServer::inMemory);
    }
}
