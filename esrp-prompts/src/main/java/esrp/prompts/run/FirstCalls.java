package esrp.prompts.run;

import java.util.Optional;

/** Whether the first calls of a model all fail in one way that no other question would fare better with. */
final class FirstCalls {
    private final int most;
    private boolean settled;
    private int alike;
    private String way = "";
    private Optional<Outcome.Unanswered> stop = Optional.empty();

    /** Stops after so many; never if that is 0. */
    FirstCalls(int most) {
        this.most = most;
        this.settled = most == 0;
    }

    synchronized void answered() {
        settled = true;
    }

    synchronized void failed(CallFailure failure) {
        if (settled || stop.isPresent()) {
            return;
        }
        if (failure.lasting().isEmpty()
                || (alike > 0 && !failure.lasting().get().equals(way))) {
            settled = true;
            return;
        }
        way = failure.lasting().get();
        alike++;
        if (alike == most) {
            stop = Optional.of(new Outcome.Unanswered(
                    failure.reason(),
                    "the first " + most + " calls all failed alike"
                            + (failure.message().contains(way) ? "" : " (" + way + ")")
                            + ", so that the model is asked no more in this run: "
                            + failure.message()));
        }
    }

    /** Whether all calls so far failed alike; asking again soon shows whether the model is there at all. */
    synchronized boolean suspect() {
        return !settled && alike > 0;
    }

    /** Why the model is asked no more. */
    synchronized Optional<Outcome.Unanswered> stop() {
        return stop;
    }
}
