/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls a gateway method whose last parameter is a timeout, on every supported Flink version: everything but that parameter
 * has the same signature in all of them. Thread safe.
 */
final class GatewayCall {
    private final Class<?> gatewayType;
    private final Map<String, Method> methods = new ConcurrentHashMap<>();

    GatewayCall(Class<?> gatewayType) {
        this.gatewayType = gatewayType;
    }

    /**
     * Calls a method.
     *
     * @param gateway the gateway
     * @param method name of the method
     * @param timeout last argument
     * @param arguments the other arguments, none null
     * @return the method's future, or one that failed because this Flink has no such method
     */
    @SuppressWarnings("unchecked") // The caller names the type that Flink declares for the method.
    <T> CompletableFuture<T> call(Object gateway, String method, Duration timeout, Object... arguments) {
        try {
            Method found = find(method, arguments);
            Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = TimeoutArgument.of(found.getParameterTypes()[arguments.length], timeout);
            return (CompletableFuture<T>) found.invoke(gateway, all);
        } catch (InvocationTargetException e) {
            return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Method find(String name, Object[] arguments) throws NoSuchMethodException {
        Method known = methods.get(name);
        if (known != null) {
            return known;
        }
        for (Method candidate : gatewayType.getMethods()) {
            if (candidate.getName().equals(name) && accepts(candidate.getParameterTypes(), arguments)) {
                methods.put(name, candidate);
                return candidate;
            }
        }
        throw new NoSuchMethodException(
                gatewayType.getName() + "." + name + " with " + arguments.length + " arguments and a timeout");
    }

    private static boolean accepts(Class<?>[] parameters, Object[] arguments) {
        if (parameters.length != arguments.length + 1) {
            return false;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (!parameters[i].isInstance(arguments[i])) {
                return false;
            }
        }
        String last = parameters[arguments.length].getName();
        return last.equals("java.time.Duration") || last.equals("org.apache.flink.api.common.time.Time");
    }
}
