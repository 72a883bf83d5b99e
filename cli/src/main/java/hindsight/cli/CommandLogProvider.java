package hindsight.cli;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Leads what engines and libraries log, debug and above, into the log of the command that is running. */
public final class CommandLogProvider implements SLF4JServiceProvider {
    private static final AtomicReference<@Nullable CommandLog> CURRENT = new AtomicReference<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private @Nullable ILoggerFactory loggers;

    /** Where lines go from now on; null: nowhere. */
    static void lead(@Nullable CommandLog log) {
        CURRENT.set(log);
    }

    @Override
    public void initialize() {
        loggers = CommandLogger::new;
    }

    @Override
    public @Nullable ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    private static final class CommandLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        CommandLogger(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            CommandLog log = CURRENT.get();
            if (log != null) {
                log.line(level + " " + name + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
                if (failure != null) {
                    log.failure(failure);
                }
            }
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return CURRENT.get() != null;
        }

        @Override
        public boolean isInfoEnabled() {
            return isDebugEnabled();
        }

        @Override
        public boolean isWarnEnabled() {
            return isDebugEnabled();
        }

        @Override
        public boolean isErrorEnabled() {
            return isDebugEnabled();
        }
    }
}
