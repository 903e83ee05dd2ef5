package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.app.Fanfare;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A system call filter that forbids io_uring, as container runtimes install it. */
@EnabledOnOs(OS.LINUX)
class ForbiddenIoUringTest {
    @Test
    void program_withoutIoUring_servesWithEpollAndStatesTheReason() {
        var output = new CompletableFuture<String>();
        // The filter applies to the thread and to the processes that it starts.
        Thread.ofPlatform().start(() -> {
            try {
                SystemCallFilter.forbid(SystemCallFilter.IO_URING_SETUP);
                output.complete(run());
            } catch (Throwable failure) {
                output.completeExceptionally(failure);
            }
        });

        assertThat(output.orTimeout(2, TimeUnit.MINUTES).join())
                .contains("epoll without io_uring (")
                .contains("Operation not permitted")
                .contains("status 200");
    }

    private static String run() throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var program = new ProcessBuilder(
                        java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, Program.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            var output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return program.waitFor(1, TimeUnit.MINUTES) ? output : fail("the program did not end: " + output);
        } finally {
            program.destroyForcibly();
        }
    }

    /** Serves one request with the default backend. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            System.out.println(IoBackend.best().description());
            try (var app = Fanfare.create()) {
                app.get("/", request -> HttpResponse.text(200, "hello"));
                InetSocketAddress address = app.listen("127.0.0.1", 0);
                System.out.println(
                        "status " + RawHttp.exchange(address, "GET /").status());
            }
        }
    }

    /** A seccomp filter of Linux. */
    private static final class SystemCallFilter {
        /** Has this number on every architecture. */
        static final int IO_URING_SETUP = 425;

        private static final int PR_SET_NO_NEW_PRIVS = 38;
        private static final int PR_SET_SECCOMP = 22;
        private static final int SECCOMP_MODE_FILTER = 2;
        private static final int EPERM = 1;

        private SystemCallFilter() {}

        /** Lets the system call fail with EPERM in this thread and in the processes that it starts. */
        static void forbid(int systemCall) throws Throwable {
            try (var arena = Arena.ofConfined()) {
                // Four instructions of 8 bytes: code, jump if true, jump if false, operand (struct sock_filter).
                var filter = arena.allocate(32, 8);
                instruction(filter, 0, 0x20, 0, 0); // load the number of the system call
                instruction(filter, 1, 0x15, 0x0100, systemCall); // if different, skip one instruction
                instruction(filter, 2, 0x06, 0, 0x00050000 | EPERM); // return an error
                instruction(filter, 3, 0x06, 0, 0x7fff0000); // allow
                var program = arena.allocate(16, 8);
                program.set(ValueLayout.JAVA_SHORT, 0, (short) 4);
                program.set(ValueLayout.ADDRESS, 8, filter);
                prctl(PR_SET_NO_NEW_PRIVS, 1, MemorySegment.NULL);
                prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program);
            }
        }

        private static void instruction(MemorySegment filter, int index, int code, int jumps, int operand) {
            filter.set(ValueLayout.JAVA_SHORT, index * 8L, (short) code);
            filter.set(ValueLayout.JAVA_SHORT, index * 8L + 2, (short) jumps);
            filter.set(ValueLayout.JAVA_INT, index * 8L + 4, operand);
        }

        @SuppressWarnings("restricted") // native access is enabled for the tests
        private static void prctl(int option, long first, MemorySegment second) throws Throwable {
            var linker = Linker.nativeLinker();
            var prctl = linker.downcallHandle(
                    linker.defaultLookup().find("prctl").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG));
            int result = (int) prctl.invokeExact(option, first, second, 0L, 0L);
            if (result != 0) {
                throw new IllegalStateException("prctl(" + option + ") returned " + result);
            }
        }
    }
}
