package dev.fanfare.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API matches the API. */
class OpenApiTest {
    private static final Map<Type, String> TYPES =
            Map.of(String.class, "string", boolean.class, "boolean", int.class, "integer", long.class, "integer");

    private final ApiServer server = ApiServer.inMemory(ApiAccess.byKey("secret"));
    private final JsonNode description = JsonMapper.shared()
            .readTree(server.transport().get(OpenApi.PATH, ApiServer.KEY).text());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void description_isOpenApi_andRequiresTheKey() {
        assertThat(description.get("openapi").asString()).isEqualTo("3.1.0");
        assertThat(server.transport().get(OpenApi.PATH).status()).isEqualTo(401);
        assertThat(server.transport().get(OpenApi.PATH, "X-API-Key: wrong").status())
                .isEqualTo(401);
        assertThat(server.transport().post(OpenApi.PATH, "{}", ApiServer.KEY).status())
                .isEqualTo(405);
    }

    @Test
    void methods_matchTheApi() {
        assertThat(Set.copyOf(description.get("paths").propertyNames()))
                .isEqualTo(server.methods().stream()
                        .map(name -> ServerApi.PREFIX + name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void requests_matchTheRecords() {
        assertThat(server.methods()).isEqualTo(ApiRequest.types().keySet());
        ApiRequest.types().forEach((method, type) -> compare(method, request(method), type));
    }

    @Test
    void results_matchTheRecords() {
        compare("publish", result("publish"), ApiResult.Published.class);
        compare("presence", result("presence"), ApiResult.Presence.class);
        compare("presence_stats", result("presence_stats"), ApiResult.PresenceStats.class);
        compare("history", result("history"), ApiResult.History.class);
        compare("channels", result("channels"), ApiResult.ChannelList.class);
        compare("info", result("info"), ApiResult.ClusterInfo.class);
        compare("rpc", result("rpc"), ApiResult.Rpc.class);
    }

    /** The names and types of the fields, and those of their elements. */
    private void compare(String where, JsonNode unresolved, Type type) {
        var schema = resolved(unresolved);
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            assertThat(schema.get("type").asString()).as(where).isEqualTo("array");
            if (generic.getActualTypeArguments()[0] != ApiRequest.BatchCommand.class) {
                compare(where + "[]", schema.get("items"), generic.getActualTypeArguments()[0]);
            }
        } else if (type instanceof ParameterizedType generic) {
            assertThat(schema.get("type").asString()).as(where).isEqualTo("object");
            compare(where + ".*", schema.get("additionalProperties"), generic.getActualTypeArguments()[1]);
        } else if (type == Payload.class) {
            assertThat(schema.has("type")).as(where).isFalse();
        } else if (type instanceof Class<?> record && record.isRecord()) {
            assertThat(schema.get("type").asString()).as(where).isEqualTo("object");
            var fields = Stream.of(record.getRecordComponents())
                    .collect(Collectors.toMap(field -> snakeCase(field.getName()), RecordComponent::getGenericType));
            assertThat(Set.copyOf(schema.get("properties").propertyNames()))
                    .as(where)
                    .isEqualTo(fields.keySet());
            fields.forEach((name, field) ->
                    compare(where + "." + name, schema.get("properties").get(name), field));
        } else {
            assertThat(schema.get("type").asString()).as(where).isEqualTo(TYPES.get(type));
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private JsonNode result(String method) {
        return resolved(description
                        .get("paths")
                        .get(ServerApi.PREFIX + method)
                        .at("/post/responses/200/content/application~1json/schema"))
                .get("properties")
                .get("result");
    }

    @Test
    void fields_otherType_areRejected() {
        for (var method : server.methods()) {
            var fields = resolved(request(method)).get("properties");
            for (var field : fields.propertyNames()) {
                var type = resolved(fields.get(field)).path("type").asString("");
                var wrong = type.isEmpty() ? "" : type.equals("object") ? "[1]" : "{\"a\":{}}";
                if (!wrong.isEmpty()) {
                    var answer = server.request(method, "{\"" + field + "\":" + wrong + "}", ApiServer.KEY);
                    assertThat(answer.status()).as(method + " " + field).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void examples_areAnsweredAsDescribed() {
        server.client("ann", "{\"id\":2,\"subscribe\":{\"channel\":\"kept\"}}");
        for (var method : server.methods()) {
            var post = description.get("paths").get(ServerApi.PREFIX + method).get("post");
            var example = post.at("/requestBody/content/application~1json/example");
            check(method + " request", example, request(method));
            var answer = JsonMapper.shared().readTree(server.call(method, example.toString()));
            assertThat(answer.has("result") || answer.has("replies"))
                    .as(method + " " + answer)
                    .isTrue();
            check(method, answer, post.at("/responses/200/content/application~1json/schema"));
        }
    }

    private JsonNode request(String method) {
        return description
                .get("paths")
                .get(ServerApi.PREFIX + method)
                .at("/post/requestBody/content/application~1json/schema");
    }

    private JsonNode resolved(JsonNode schema) {
        var ref = schema.path("$ref").asString("");
        return ref.isEmpty() ? schema : resolved(description.at(ref.substring(1)));
    }

    /** Each property must be described, and those that are required must be there. */
    private void check(String where, JsonNode value, JsonNode unresolved) {
        var schema = resolved(unresolved);
        switch (schema.path("type").asString("")) {
            case "string" -> assertThat(value.isString()).as(where).isTrue();
            case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            case "array" -> value.forEach(one -> check(where + "[]", one, schema.get("items")));
            case "object" -> checkObject(where, value, schema);
            case "" -> {} // any JSON
            default -> throw new AssertionError(where + " has the type " + schema.get("type"));
        }
    }

    private void checkObject(String where, JsonNode value, JsonNode schema) {
        assertThat(value.isObject()).as(where).isTrue();
        var required = new HashSet<String>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        assertThat(Set.copyOf(value.propertyNames())).as(where).containsAll(required);
        for (var name : value.propertyNames()) {
            var known = schema.path("properties").has(name)
                    ? schema.get("properties").get(name)
                    : schema.path("additionalProperties");
            assertThat(known.isObject()).as(where + " has " + name).isTrue();
            check(where + "." + name, value.get(name), known);
        }
    }
}
