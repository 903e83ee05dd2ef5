package dev.fanfare.simulation;

import java.net.URL;
import java.net.URLClassLoader;

/** Loads the classes of Fanfare from its own locations, and all others from its parent. Confined to one thread. */
final class ChildFirstLoader extends URLClassLoader {
    private static final String OWN = "dev.fanfare.";

    ChildFirstLoader(URL[] urls, ClassLoader parent) {
        super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        var loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
    }
}
