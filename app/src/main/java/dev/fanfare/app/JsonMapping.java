package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import tools.jackson.databind.json.JsonMapper;

/** How the applications of this process read and write JSON. Thread-safe. */
public final class JsonMapping {
    private JsonMapping() {}

    /**
     * Uses the modules, mix-ins, formats and names of this mapper for values that are published, sent and received from now on. It
     * applies to all applications of the process, because values such as responses are written without an application; a later call
     * replaces it. Reading stays strict: every component of a record is required, and values are not converted between texts and
     * numbers. Call it before clients connect.
     */
    public static void use(JsonMapper mapper) {
        Json.use(mapper);
    }
}
