package esrp.prompts;

/** Why a model stopped. */
public enum FinishReason {
    /** It had said what it wanted to say, or met a stop text. */
    STOP,
    /** The limit of tokens was reached: the reply is cut. */
    LENGTH,
    /** The service withheld the reply or a part of it. */
    CONTENT_FILTER,
    /** Any other reason the service gave. */
    OTHER,
    /** The service or the client did not say. */
    UNSTATED
}
