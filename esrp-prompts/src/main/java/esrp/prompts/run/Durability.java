package esrp.prompts.run;

/** When a line of the journal counts as written. */
public enum Durability {
    /** When the device says so ({@code fsync}): survives a power failure. Calls that end together share one wait. */
    FORCED,
    /** When the operating system has it: survives the death of the process, not of the machine. */
    WRITTEN
}
