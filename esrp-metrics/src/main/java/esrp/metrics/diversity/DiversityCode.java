package esrp.metrics.diversity;

import esrp.core.Finding;
import esrp.core.internal.Messages;

/** What results of this package say beside their numbers. Sentences stand in {@code messages/} beside this class. */
enum DiversityCode implements Finding.Code {
    /** Characters are the resampling unit. */
    BY_CHARACTER,
    /** Batches are the resampling unit. */
    BY_BATCH,
    /** What automatic measures are and are not. */
    AUTOMATIC,
    /** The vocabulary that expectation-adjusted distinct assumes. */
    VOCABULARY,
    /** A measure is undefined for some batches of a candidate. */
    UNDEFINED_BATCHES,
    /** A measure is undefined for a batch. */
    UNDEFINED;

    /** The messages of this package. */
    static final Messages TEXTS = Messages.of(DiversityCode.class);
}
