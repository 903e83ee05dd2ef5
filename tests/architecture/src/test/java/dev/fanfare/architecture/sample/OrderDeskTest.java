package dev.fanfare.architecture.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test of the sample project, written as its author would write it. */
class OrderDeskTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(UTF_8);

    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(OrderDesk.settings(Metrics.NONE), memory);

    OrderDeskTest() {
        new OrderDesk(app, TokenKey.hmac(SECRET));
        app.listen(8000);
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void changedOrder_reachesStaff() throws Exception {
        var authorization = "Authorization: Bearer " + token();
        var staff = memory.connect("/staff/orders/7", authorization);
        var order = "{\"id\":\"7\",\"status\":\"paid\"}";

        memory.request("POST", "/staff/orders", order.getBytes(UTF_8), authorization, "Content-Type: application/json");

        assertThat(staff.receiveText()).isEqualTo(order);
    }

    @Test
    void staffWithoutToken_isRejected() {
        assertThatThrownBy(() -> memory.connect("/staff/orders/7")).isInstanceOf(HandshakeRefusedException.class);
    }

    private static String token() throws Exception {
        var signed = encoded("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "."
                + encoded("{\"sub\":\"ann\",\"exp\":4102444800}".getBytes(UTF_8));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
