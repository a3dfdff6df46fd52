package esrp.prompts.run;

import esrp.prompts.NamedModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of lists of models. */
final class Models {
    private Models() {}

    static void check(String name, List<NamedModel> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException(name + ": is empty, at least one model was expected");
        }
        Set<String> ids = new HashSet<>();
        for (NamedModel model : models) {
            if (!ids.add(model.id())) {
                throw new IllegalArgumentException(name + ": model \"" + model.id() + "\" is there twice");
            }
        }
    }
}
