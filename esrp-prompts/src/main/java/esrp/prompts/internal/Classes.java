package esrp.prompts.internal;

import java.util.List;

/** A model that answers with one of a few classes and nothing else. */
public interface Classes {
    /** What the classes stand for, in their order. */
    List<String> classes();
}
