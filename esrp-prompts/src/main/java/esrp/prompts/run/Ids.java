package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.prompts.NamedModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Checks of what is given to a step. */
final class Ids {
    private Ids() {}

    /** Refuses lists that name something twice. */
    static <T> void checkDistinct(String name, Collection<T> given, Function<? super T, String> id) {
        Set<String> ids = new HashSet<>();
        for (T one : given) {
            Checks.rejectIf(!ids.add(id.apply(one)), "%s: %s is there twice", name, id.apply(one));
        }
    }

    /** Refuses empty lists of models, and those that name one twice. */
    static void checkModels(String name, List<NamedModel> models) {
        Checks.rejectIf(models.isEmpty(), "%s: is empty, at least one model was expected", name);
        checkDistinct(name, models, model -> "model \"" + model.id() + "\"");
    }
}
