package dev.fanfare.server;

import dev.fanfare.server.access.UserBlocks;
import dev.fanfare.server.admin.AdminControls;
import dev.fanfare.server.admin.AdminException;
import java.time.Duration;

/** The actions of an operator on a push server, and its rules. Thread-safe. */
record ServerControls(ServerDrain serverDrain, Duration drainTime, CurrentPolicy policy, UserBlocks blocks)
        implements AdminControls {
    @Override
    public boolean isDraining() {
        return serverDrain.isBegun();
    }

    @Override
    public void drain() {
        serverDrain.begin(drainTime);
    }

    @Override
    public void block(String user, Duration time) {
        if (!blocks.block(user, time)) {
            throw new AdminException(400, "at most " + UserBlocks.MAX + " users can be blocked at a time");
        }
    }

    @Override
    public Object explain(String user, String channel, boolean subscribed) {
        return policy.get().access().explain(user, channel, subscribed);
    }
}
