package esrp.metrics;

import esrp.core.Finding;

/** A result that sound ratings do not carry: why, and what would help, in every language. */
final class Unavailable extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient Finding reason;

    Unavailable(AnalysisCode code, Object... parameters) {
        this(code.note(parameters));
    }

    private Unavailable(Finding reason) {
        super(reason.toString());
        this.reason = reason;
    }

    /** Why a result is missing, whatever was thrown. */
    static Finding reason(RuntimeException e) {
        if (e instanceof Unavailable unavailable) {
            return unavailable.reason;
        }
        String message = e.getMessage();
        return AnalysisCode.FAILED.note(
                "reason", e instanceof IllegalArgumentException && message != null ? message : e.toString());
    }
}
