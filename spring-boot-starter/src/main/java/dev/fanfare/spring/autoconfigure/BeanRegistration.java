package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.ChannelEventListener;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.spring.ChannelListener;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.WebSocketRoute;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Registers the beans of an application: first its configurers, whose middleware then surrounds all routes, then the beans with
 * {@link WebSocketRoute}, then the methods with {@link ChannelListener}. Called once, by the thread that starts the application context.
 */
final class BeanRegistration implements SmartInitializingSingleton {
    private final Fanfare app;
    private final ObjectProvider<FanfareConfigurer> configurers;
    private final ConfigurableListableBeanFactory beans;

    BeanRegistration(
            Fanfare app, ObjectProvider<FanfareConfigurer> configurers, ConfigurableListableBeanFactory beans) {
        this.app = app;
        this.configurers = configurers;
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        configurers.orderedStream().forEach(configurer -> configurer.configure(app));
        for (var name : beans.getBeanNamesForAnnotation(WebSocketRoute.class)) {
            addRoute(name);
        }
        for (var name : beans.getBeanNamesForType(Object.class, true, false)) {
            addListeners(name);
        }
    }

    private void addRoute(String name) {
        var route = Objects.requireNonNull(beans.findAnnotationOnBean(name, WebSocketRoute.class));
        var path = resolved(route.value());
        var type = beans.getType(name);
        if (type != null && SocketHandler.class.isAssignableFrom(type)) {
            if (beans.isSingleton(name)) {
                throw new IllegalStateException(
                        "bean '" + name + "' with @WebSocketRoute(\"" + path
                                + "\") is a SocketHandler, whose instances serve one connection each: add @Scope(\"prototype\")");
            }
            app.socketHandler(path, request -> beans.getBean(name, SocketHandler.class));
        } else if (type != null && WebSocketHandler.class.isAssignableFrom(type)) {
            app.websocket(path, beans.getBean(name, WebSocketHandler.class));
        } else {
            throw new IllegalStateException("bean '" + name + "' with @WebSocketRoute(\"" + path
                    + "\") must be a WebSocketHandler or a SocketHandler, got "
                    + (type == null ? "a bean of unknown type" : type.getName()));
        }
    }

    private void addListeners(String name) {
        var type = beans.getType(name, false);
        if (type == null || !AnnotationUtils.isCandidateClass(type, ChannelListener.class)) {
            return;
        }
        var methods = MethodIntrospector.selectMethods(
                ClassUtils.getUserClass(type), (MetadataLookup<ChannelListener>) BeanRegistration::annotation);
        if (methods.isEmpty()) {
            return;
        }
        if (!beans.isSingleton(name)) {
            throw new IllegalStateException(
                    "bean '" + name + "' has methods with @ChannelListener and must be a singleton");
        }
        var bean = beans.getBean(name);
        var listeners = new HashMap<String, ChannelEventListener>();
        methods.forEach((method, annotation) -> {
            var listener = listeners.computeIfAbsent(
                    resolved(annotation.value()),
                    channel -> app.channel(channel).eventListener());
            addListener(listener, bean, method);
        });
    }

    private static @Nullable ChannelListener annotation(Method method) {
        return AnnotatedElementUtils.findMergedAnnotation(method, ChannelListener.class);
    }

    private static void addListener(ChannelEventListener listener, Object bean, Method declared) {
        if (declared.getParameterCount() != 1) {
            throw new IllegalStateException(
                    "a method with @ChannelListener must have one parameter, the event, got " + declared);
        }
        var method = AopUtils.selectInvocableMethod(declared, bean.getClass());
        ReflectionUtils.makeAccessible(method);
        listener.on(declared.getParameterTypes()[0], event -> call(method, bean, event));
    }

    private static void call(Method method, Object bean, Object event) throws Exception {
        try {
            method.invoke(bean, event);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw failure;
        }
    }

    private String resolved(String text) {
        return Objects.requireNonNullElse(beans.resolveEmbeddedValue(text), text);
    }
}
