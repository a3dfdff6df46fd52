package esrp.prompts.run;

import esrp.prompts.ChatException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a call failed. A {@link ChatException} says it itself. What else a client throws is read: the classes, the messages
 * and the HTTP statuses in the chain of its causes say whether it was a rate limit, a timeout, the connection, or a refusal;
 * an exception that says nothing of the kind is tried once more.
 *
 * @param kind what it was; empty for a fault of the client
 * @param reason under which it is counted
 * @param thrown what the client threw
 * @param message what it said
 * @param retryAfter how long the service asked to wait
 * @param lasting what the failure is of, if no other question would fare better: nobody listens there, the key or the address
 *     is wrong
 */
record CallFailure(
        Optional<ChatException.Kind> kind,
        Run.FailureReason reason,
        Exception thrown,
        String message,
        Duration retryAfter,
        Optional<String> lasting) {
    private static final int DEPTH = 20;
    /** Of a message, which may hold the whole body of a reply; a status or a class stands at its beginning. */
    private static final int LONGEST_MESSAGE = 1 << 12;

    private static final Pattern STATUS = Pattern.compile(
            "(?:^|\\b(?:http(?:/[0-9.]+)?|status|code|error)\\b)[\\s:=(\\[]{0,3}(?:status|code)?[\\s:=]{0,3}([45][0-9]{2})\\b");
    private static final Pattern RATE_LIMIT = Pattern.compile("rate.?limit|too.?many.?requests|throttl");
    private static final Pattern TIMEOUT = Pattern.compile("time.?out|timed out|deadline.?exceeded");
    private static final Pattern CONNECTION = Pattern.compile(
            "connect|socket|unknown.?host|unresolved.?address|no.?route|refused|ioexception|eofexception|unavailable"
                    + "|overloaded|internal.?server|bad.?gateway|ssl");
    private static final Pattern REFUSAL =
            Pattern.compile("unauthori[sz]ed|authentication|permission.?denied|forbidden|not.?found|invalid.?api.?key");
    private static final Pattern NOBODY_THERE = Pattern.compile(
            "\\bconnectexception|unknownhost|unresolvedaddress|noroutetohost|connection refused|filenotfound"
                    + "|sslhandshake|unrecognized ssl");
    private static final Pattern RULE =
            Pattern.compile("content.?(filter|policy|management|moderation)|moderation|safety|context.?length");
    private static final List<Integer> WRONG_DOOR = List.of(401, 402, 403, 404, 405);

    static CallFailure of(ChatException e) {
        List<Throwable> chain = chain(e);
        return new CallFailure(
                Optional.of(e.kind()),
                Run.FailureReason.valueOf(e.kind().name()),
                e,
                message(e),
                e.retryAfter().orElse(Duration.ZERO),
                lasting(chain, e.kind()));
    }

    static CallFailure of(TimedCall.AbandonedException e, Duration timeout) {
        String message = "no reply within " + timeout + ", and the client ignored the interrupt";
        return new CallFailure(
                Optional.of(ChatException.Kind.TIMEOUT),
                Run.FailureReason.TIMEOUT,
                e,
                message,
                Duration.ZERO,
                Optional.empty());
    }

    static CallFailure of(TimedCall.FaultException fault) {
        Throwable e = Objects.requireNonNull(fault.getCause(), "cause");
        List<Throwable> chain = chain(e);
        for (Throwable cause : chain) {
            if (cause instanceof ChatException said) {
                return of(said);
            }
        }
        Optional<ChatException.Kind> kind = kind(chain);
        return new CallFailure(
                kind,
                kind.map(known -> Run.FailureReason.valueOf(known.name())).orElse(Run.FailureReason.CLIENT_FAULT),
                fault,
                e.getClass().getName() + ": " + message(e),
                Duration.ZERO,
                kind.flatMap(known -> lasting(chain, known)));
    }

    /** A reply that cannot be taken; asking again would bring the same. */
    static CallFailure unusable(String message) {
        return new CallFailure(
                Optional.of(ChatException.Kind.REJECTED),
                Run.FailureReason.CLIENT_FAULT,
                new IllegalStateException(message),
                message,
                Duration.ZERO,
                Optional.empty());
    }

    /** Whether the same call may be made again after so many tries. */
    boolean retryable(int tries) {
        return kind.map(ChatException.Kind::retryable).orElse(tries < 2);
    }

    private static Optional<ChatException.Kind> kind(List<Throwable> chain) {
        int status = status(chain);
        if (status > 0) {
            return Optional.of(ChatException.ofHttpStatus(status, "").kind());
        }
        String said = said(chain);
        return Stream.of(
                        found(RATE_LIMIT, said, ChatException.Kind.RATE_LIMITED),
                        found(TIMEOUT, said, ChatException.Kind.TIMEOUT),
                        found(REFUSAL, said, ChatException.Kind.REJECTED),
                        found(CONNECTION, said, ChatException.Kind.TRANSIENT))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<ChatException.Kind> found(Pattern words, String said, ChatException.Kind kind) {
        return words.matcher(said).find() ? Optional.of(kind) : Optional.empty();
    }

    private static Optional<String> lasting(List<Throwable> chain, ChatException.Kind kind) {
        int status = status(chain);
        if (WRONG_DOOR.contains(status)) {
            return Optional.of("HTTP " + status);
        }
        if (NOBODY_THERE.matcher(said(chain)).find()) {
            return Optional.of("no connection");
        }
        // What is about one request says something else of the next, but for rules on what may be said.
        return kind == ChatException.Kind.REJECTED && !RULE.matcher(said(chain)).find()
                ? Optional.of(message(chain.get(0)))
                : Optional.empty();
    }

    private static List<Throwable> chain(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(DEPTH)
                .toList();
    }

    private static String message(Throwable thrown) {
        String message = Objects.toString(thrown.getMessage());
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "…" : message;
    }

    /** Classes and messages of a chain, in small letters. */
    private static String said(List<Throwable> chain) {
        StringBuilder said = new StringBuilder();
        for (Throwable cause : chain) {
            said.append(cause.getClass().getSimpleName())
                    .append(' ')
                    .append(message(cause))
                    .append('\n');
        }
        return said.toString().toLowerCase(Locale.ROOT);
    }

    /** The first HTTP status in a chain, as a number that an exception carries or in its message; 0 if there is none. */
    private static int status(List<Throwable> chain) {
        for (Throwable cause : chain) {
            int status = carried(cause);
            if (status == 0) {
                Matcher matcher = STATUS.matcher(message(cause).toLowerCase(Locale.ROOT));
                status = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            }
            if (status > 0) {
                return status;
            }
        }
        return 0;
    }

    /** What an accessor of a client's exception says, whatever library it comes from; 0 if none is a status. */
    private static int carried(Throwable cause) {
        return Stream.of("statusCode", "getStatusCode", "status", "getStatus", "code", "getCode")
                .mapToInt(accessor -> carried(cause, accessor))
                .filter(status -> status >= 400 && status < 600)
                .findFirst()
                .orElse(0);
    }

    private static int carried(Throwable cause, String accessor) {
        try {
            return cause.getClass().getMethod(accessor).invoke(cause) instanceof Integer status ? status : 0;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return 0; // It has none for everybody: the message may say it.
        }
    }
}
