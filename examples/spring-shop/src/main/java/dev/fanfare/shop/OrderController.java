package dev.fanfare.shop;

// region: controller
import dev.fanfare.app.Channel;
import java.security.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {
    record Order(String customer, String item) {}

    private final Channel orders;

    OrderController(Channel orders) {
        this.orders = orders;
    }

    /** Returns when the order is in the history of the channel; never waits for a page. */
    @PostMapping("/orders")
    void place(@RequestParam String item, Principal customer) {
        orders.publishJson(new Order(customer.getName(), item));
    }
}
// endregion
