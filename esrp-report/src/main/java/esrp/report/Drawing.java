package esrp.report;

import esrp.core.internal.Checks;
import esrp.core.internal.Numbers;
import esrp.stats.Interval;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The kinds of {@link Chart} and what each of them holds. */
sealed interface Drawing extends Chart {
    /** One curve of a radar, with one value per axis; NaN where there is none. */
    record Series(String name, List<Double> values) {
        public Series {
            Checks.text("name", name);
            values = List.copyOf(values);
        }
    }

    /** One axis of a radar; neighbours of one group, which may be empty, are joined outside the rim. */
    record Axis(String label, String group) {
        public Axis {
            Checks.text("label", label);
            Objects.requireNonNull(group, "group");
        }
    }

    /** Several series over the same metrics, clockwise from the top; the lowest value is at the centre. */
    record Radar(String title, List<Axis> axes, double lowest, double highest, List<Series> series) implements Drawing {
        public Radar {
            Checks.text("title", title);
            axes = List.copyOf(axes);
            series = Checks.atLeastOne("series", series);
            Checks.rejectIf(axes.size() < 3, "axes: %s, at least 3 were expected", axes.size());
            Checks.rejectIf(!(highest > lowest), "lowest, highest: %s..%s is empty", lowest, highest);
            for (Series one : series) {
                if (one.values().size() != axes.size()) {
                    throw new IllegalArgumentException("series \"" + one.name() + "\": "
                            + one.values().size() + " values, " + axes.size() + " were expected");
                }
            }
        }

        @Override
        public String description() {
            return series.stream()
                    .map(one -> IntStream.range(0, axes.size())
                            .mapToObj(i -> axes.get(i).label() + " "
                                    + Numbers.decimal(one.values().get(i), 2))
                            .collect(Collectors.joining(", ", one.name() + ": ", ".")))
                    .collect(Collectors.joining(" "));
        }
    }

    /** One row of a chart of intervals; rows of the same group cannot be told apart and share a bracket. */
    record Row(String name, Interval interval, Optional<String> group) {
        public Row {
            Checks.text("name", name);
            Checks.notNull("interval", interval, "group", group);
        }
    }

    /** Estimates with their intervals, one below another, and a line at the reference, for example 0. */
    record Intervals(String title, String valueLabel, List<Row> rows, Optional<Double> reference) implements Drawing {
        public Intervals {
            Checks.texts("title", title, "valueLabel", valueLabel);
            Objects.requireNonNull(reference, "reference");
            rows = Checks.atLeastOne("rows", rows);
        }

        @Override
        public String description() {
            return rows.stream()
                    .map(row -> row.name() + " " + ChartPainter.text(row.interval()))
                    .collect(Collectors.joining("; ", valueLabel + ": ", "."));
        }
    }

    /** One point of a scatter plot. */
    record Point(String name, Interval x, Interval y) {
        public Point {
            Checks.text("name", name);
            Checks.notNull("x", x, "y", y);
        }
    }

    /** Points with intervals in both directions. */
    record Scatter(String title, String xLabel, String yLabel, List<Point> points) implements Drawing {
        public Scatter {
            Checks.texts("title", title, "xLabel", xLabel, "yLabel", yLabel);
            points = Checks.atLeastOne("points", points);
        }

        @Override
        public String description() {
            return points.stream()
                    .map(point -> point.name() + ": " + xLabel + " " + ChartPainter.text(point.x()) + ", " + yLabel
                            + " " + ChartPainter.text(point.y()) + ".")
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * Shares that were stated, ascending, beside those that came true, both from 0 to 1, with the diagonal where they are equal.
     */
    record Reliability(String title, String xLabel, String yLabel, List<Series> stated, List<Series> right)
            implements Drawing {
        /** Validates and copies. */
        public Reliability {
            Checks.texts("title", title, "xLabel", xLabel, "yLabel", yLabel);
            right = List.copyOf(right);
            stated = Checks.atLeastOne("stated", stated);
            Checks.rejectIf(!sizes(stated).equals(sizes(right)), "right: does not have the values of stated");
        }

        private static List<Integer> sizes(List<Series> curves) {
            return curves.stream().map(curve -> curve.values().size()).toList();
        }

        @Override
        public String description() {
            return IntStream.range(0, stated.size())
                    .mapToObj(c -> IntStream.range(0, stated.get(c).values().size())
                            .mapToObj(i -> Numbers.decimal(
                                            stated.get(c).values().get(i), 2) + " / "
                                    + Numbers.decimal(right.get(c).values().get(i), 2))
                            .collect(Collectors.joining("; ", stated.get(c).name() + ": ", ".")))
                    .collect(Collectors.joining(" "));
        }
    }

    /** One bar; the chosen ones are drawn darker. */
    record Bar(String name, double value, boolean chosen) {
        public Bar {
            Checks.text("name", name);
        }
    }

    /** Bars, one below another, from a common origin, which the axis shows: it need not be zero. */
    record Bars(String title, String valueLabel, double origin, List<Bar> bars) implements Drawing {
        public Bars {
            Checks.texts("title", title, "valueLabel", valueLabel);
            bars = Checks.atLeastOne("bars", bars);
        }

        @Override
        public String description() {
            return bars.stream()
                    .map(bar ->
                            bar.name() + " " + ChartPainter.value(bar.value(), bar.value() == Math.rint(bar.value())))
                    .collect(Collectors.joining("; ", valueLabel + ": ", "."));
        }
    }

    /**
     * Words, the larger the more often they occur: the area of a word grows with its value. Where a word stands means
     * nothing; the same words always stand in the same places.
     */
    record Cloud(String title, String valueLabel, List<Bar> words) implements Drawing {
        public Cloud {
            Checks.texts("title", title, "valueLabel", valueLabel);
            words = Checks.atLeastOne("words", words);
            for (Bar word : words) {
                if (!(word.value() >= 0 && word.value() < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("words: \"" + word.name() + "\" has the value " + word.value()
                            + ", a finite one of at least 0 was expected");
                }
            }
        }

        @Override
        public String description() {
            return new Bars(title, valueLabel, 0, words).description();
        }
    }

    /** A square of differences, row minus column: NaN leaves a cell empty, and what is significant is marked. */
    record Matrix(
            String title, List<String> names, List<List<Double>> values, List<List<Boolean>> marked, String markMeaning)
            implements Drawing {
        public Matrix {
            Checks.texts("title", title, "markMeaning", markMeaning);
            values = values.stream().map(List::copyOf).toList();
            marked = marked.stream().map(List::copyOf).toList();
            names = Checks.atLeastOne("names", names);
            int n = names.size();
            Checks.rejectIf(
                    values.size() != n
                            || marked.size() != n
                            || values.stream().anyMatch(row -> row.size() != n)
                            || marked.stream().anyMatch(row -> row.size() != n),
                    "values, marked: a square of %s rows was expected",
                    n);
        }

        @Override
        public String description() {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    double value = values.get(i).get(j);
                    if (!Double.isNaN(value)) {
                        out.append(names.get(i) + " - " + names.get(j) + " " + Numbers.signed(value, 2));
                        out.append(marked.get(i).get(j) ? " (" + markMeaning + "); " : "; ");
                    }
                }
            }
            return out.toString().strip();
        }
    }
}
