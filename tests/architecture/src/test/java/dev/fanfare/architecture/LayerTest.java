package dev.fanfare.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.fanfare.model.fixture.UpwardLooking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arrows point downwards only. */
class LayerTest {
    /** A layer, the package that contains its packages, and the other layers that it may use. */
    private record Layer(String name, String root, List<String> mayKnow) {
        static Optional<Layer> of(JavaClass javaClass) {
            return LAYERS.stream()
                    .filter(layer -> (javaClass.getPackageName() + ".").startsWith(layer.root + "."))
                    .findAny();
        }

        boolean knows(Layer other) {
            return equals(other) || mayKnow.contains(other.name);
        }
    }

    private static final List<String> CORE = List.of(
            "model",
            "concurrent",
            "limit",
            "budget",
            "port",
            "memory",
            "transport",
            "protocol",
            "session",
            "activity",
            "trace",
            "hub",
            "node");
    private static final List<String> BELOW_APP = with(CORE, "protocols", "transport-netty", "engines");
    private static final List<String> BELOW_SERVER = with(BELOW_APP, "app");
    private static final List<String> BELOW_CLI = with(BELOW_SERVER, "config", "metrics", "server", "examples");

    private static final List<Layer> LAYERS = List.of(
            new Layer("model", "dev.fanfare.model", List.of()),
            new Layer("concurrent", "dev.fanfare.core.concurrent", List.of("model")),
            new Layer("limit", "dev.fanfare.core.limit", List.of("model")),
            new Layer("budget", "dev.fanfare.core.budget", List.of("model")),
            new Layer("port", "dev.fanfare.core.port", List.of("model")),
            new Layer("memory", "dev.fanfare.core.memory", List.of("budget", "concurrent", "model", "port")),
            new Layer("transport", "dev.fanfare.core.transport", List.of("budget", "concurrent", "model", "port")),
            new Layer("protocol", "dev.fanfare.core.protocol", List.of("concurrent", "model", "port", "transport")),
            new Layer(
                    "session",
                    "dev.fanfare.core.session",
                    List.of("budget", "concurrent", "model", "port", "transport", "protocol")),
            new Layer(
                    "activity",
                    "dev.fanfare.core.activity",
                    List.of("budget", "concurrent", "model", "port", "transport", "session")),
            new Layer("trace", "dev.fanfare.core.trace", List.of("limit", "model", "transport", "session")),
            new Layer(
                    "hub",
                    "dev.fanfare.core.hub",
                    List.of("budget", "concurrent", "limit", "model", "port", "transport", "protocol", "session")),
            new Layer(
                    "node",
                    "dev.fanfare.core.node",
                    List.of(
                            "budget",
                            "concurrent",
                            "model",
                            "port",
                            "transport",
                            "protocol",
                            "session",
                            "activity",
                            "trace",
                            "hub")),
            new Layer("engines", "dev.fanfare.engine", List.of("concurrent", "model", "port")),
            new Layer(
                    "transport-netty",
                    "dev.fanfare.transport.netty",
                    List.of("budget", "concurrent", "model", "port", "transport")),
            new Layer("protocols", "dev.fanfare.protocol", CORE),
            new Layer("app", "dev.fanfare.app", BELOW_APP),
            new Layer("metrics", "dev.fanfare.metrics", with(CORE, "transport-netty")),
            new Layer("config", "dev.fanfare.config", List.of()),
            new Layer("server", "dev.fanfare.server", with(BELOW_SERVER, "config", "metrics")),
            new Layer("spring", "dev.fanfare.spring", with(BELOW_SERVER, "metrics", "testkit")),
            new Layer("examples", "dev.fanfare.examples", BELOW_SERVER),
            new Layer("cli", "dev.fanfare.cli", BELOW_CLI),
            new Layer("testkit", "dev.fanfare.testkit", CORE),
            new Layer("fakes", "dev.fanfare.core.fake", CORE),
            new Layer("simulation", "dev.fanfare.simulation", with(CORE, "fakes")),
            new Layer("benchmarks", "dev.fanfare.benchmarks", with(BELOW_CLI, "fakes")));

    private static final ArchRule DOWNWARDS = classes().should(new UseLowerLayersOnly());

    @Test
    void layers_useLowerLayersOnly() {
        DOWNWARDS.check(ProductClasses.ALL);
    }

    @Test
    void layers_valueThatDependsOnNode_isReported() {
        var violating = new ClassFileImporter().importClasses(UpwardLooking.class);

        var result = DOWNWARDS.evaluate(violating);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().toString()).contains("UpwardLooking", "SubscribeResult");
    }

    @Test
    void core_importsJdkAndAnnotationsAndLoggingOnly() {
        classes()
                .that()
                .resideInAPackage("dev.fanfare.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.fanfare.core..", "dev.fanfare.model..", "java..", "org.jspecify..", "org.slf4j..")
                .check(ProductClasses.ALL);
    }

    /**
     * The exceptions are the thread of Lettuce, which is a Netty event loop, the measurement of Netty's event loop, and the clients of
     * the load test.
     */
    @Test
    void netty_isUsedByItsTransportOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.fanfare.transport.netty..", "dev.fanfare.cli.bench..")
                .and()
                .doNotHaveFullyQualifiedName("dev.fanfare.engine.redis.link.LinkLoop")
                .and()
                .haveNameNotMatching("dev.fanfare.benchmarks.LoopQuantum([$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(ProductClasses.ALL);
    }

    @Test
    void enginesProtocolsAndTransports_areIndependent() {
        slices().assignedFrom(new Adapters())
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void accessProxiesAndTokens_useNoProtocol() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.fanfare.server.access..",
                        "dev.fanfare.server.proxy..",
                        "dev.fanfare.server.token..",
                        "dev.fanfare.server.channel..",
                        "dev.fanfare.server.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.fanfare.protocol..")
                .check(ProductClasses.ALL);
    }

    @Test
    void packages_haveNoCycles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(ProductClasses.ALL);
    }

    @Test
    void internalPackages_areUsedByTheirModuleOnly() {
        classes().should(new UseOwnInternalPackagesOnly()).check(ProductClasses.ALL);
    }

    private static List<String> with(List<String> layers, String... more) {
        var all = new ArrayList<>(layers);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /** Each class is in a layer, as are the classes of the product that it uses. */
    private static final class UseLowerLayersOnly extends ArchCondition<JavaClass> {
        UseLowerLayersOnly() {
            super("use lower layers only");
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            var layer = Layer.of(user);
            if (layer.isEmpty()) {
                events.add(SimpleConditionEvent.violated(user, user.getName() + " is in no layer"));
                return;
            }
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                var used = dependency.getTargetClass();
                if (used.getPackageName().startsWith(ProductClasses.ROOT)
                        && !Layer.of(used).filter(layer.get()::knows).isPresent()) {
                    events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                }
            }
        }
    }

    /** Each package is a slice. {@code Fanfare} is another one: its factory methods create what implements the API of its package. */
    private static final class Packages implements SliceAssignment {
        private static final String ENTRY = "dev.fanfare.app.Fanfare";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            var name = javaClass.getName();
            return name.equals(ENTRY) || name.startsWith(ENTRY + "$")
                    ? SliceIdentifier.of(ENTRY)
                    : SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** An internal package is visible below the package that contains it. */
    private static final class UseOwnInternalPackagesOnly extends ArchCondition<JavaClass> {
        private static final String INTERNAL = ".internal";

        UseOwnInternalPackagesOnly() {
            super("use internal packages of their own module only");
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                var used = dependency.getTargetClass().getPackageName();
                int end = used.startsWith(ProductClasses.ROOT) ? (used + ".").indexOf(INTERNAL + ".") : -1;
                if (end >= 0 && !(user.getPackageName() + ".").startsWith(used.substring(0, end) + ".")) {
                    events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                }
            }
        }
    }

    /** Each engine, protocol and transport outside of the core is a slice. */
    private static final class Adapters implements SliceAssignment {
        private static final Set<String> KINDS = Set.of("engine", "protocol", "transport");
        private static final int KIND = 2;
        private static final int NAME = 3;

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            var parts = javaClass.getPackageName().split("\\.", -1);
            return javaClass.getPackageName().startsWith(ProductClasses.ROOT)
                            && parts.length > NAME
                            && KINDS.contains(parts[KIND])
                    ? SliceIdentifier.of(parts[KIND], parts[NAME])
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each engine, protocol and transport";
        }
    }
}
