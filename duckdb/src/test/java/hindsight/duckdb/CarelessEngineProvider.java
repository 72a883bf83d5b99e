package hindsight.duckdb;

import hindsight.engine.Engine;
import hindsight.engine.EngineProvider;
import hindsight.engine.EngineRequest;
import hindsight.sql.writer.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Makes engines that write some functions wrongly: max as min, and abs as a function that is not there. */
public final class CarelessEngineProvider implements EngineProvider {
    @Override
    public String type() {
        return "careless";
    }

    @Override
    public Engine open(EngineRequest request) {
        Engine careful = DuckEngine.open(request);
        return proxy(
                Engine.class, careful, (name, result) -> name.equals("dialect") ? careless((Dialect) result) : result);
    }

    private static Dialect careless(Dialect dialect) {
        return proxy(Dialect.class, dialect, (name, result) -> {
            String text = String.valueOf(result);
            boolean wrong = name.equals("function") && text.equals("max");
            return wrong ? "min" : name.equals("call") ? text.replace("abs(", "absent(") : result;
        });
    }

    /** Changes what a method has given. */
    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return change.of(method.getName(), method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
