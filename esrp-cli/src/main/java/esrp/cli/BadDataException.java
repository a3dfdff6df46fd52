package esrp.cli;

import esrp.core.DataCode;
import esrp.core.Finding;
import esrp.core.Imported;
import esrp.core.internal.Messages;
import esrp.metrics.Rubric;
import java.util.ArrayList;
import java.util.List;

/** Data that cannot be used, with every fault on a line of its own. */
final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    BadDataException(String message, List<String> lines) {
        super(message);
        this.lines = List.copyOf(lines);
    }

    static BadDataException of(List<Finding> faults, String message, String language) {
        return new BadDataException(
                message, faults.stream().map(fault -> fault.in(language)).toList());
    }

    static BadDataException ofImports(List<Imported> imports, String message, String language) {
        List<Imported.Fault> faults =
                imports.stream().flatMap(one -> one.faults().stream()).toList();
        List<String> lines =
                new ArrayList<>(faults.stream().map(fault -> fault.in(language)).toList());
        List<String> rubrics = Rubric.examples().stream()
                .filter(name -> faults.stream()
                        .filter(fault -> fault.first().code() == DataCode.UNKNOWN_METRIC)
                        .anyMatch(fault -> Rubric.example(name).metrics().stream()
                                .anyMatch(metric -> metric.isCalled(String.valueOf(
                                        fault.first().parameters().get("name"))))))
                .map(name -> "--rubric " + name)
                .toList();
        if (!rubrics.isEmpty()) {
            lines.add(Messages.of(Esrp.class).text(language, "overall", "rubrics", rubrics));
        }
        return new BadDataException(message, lines);
    }

    List<String> lines() {
        return lines;
    }
}
