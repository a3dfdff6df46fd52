package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final double ROOM = 240;

    @Test
    void shortNamesStay() {
        assertThat(Labels.of(List.of("GPT-4.1", "人类"))).containsExactly("GPT-4.1", "人类");
    }

    @Test
    void longNamesAreCutWhereTheyStayApart() {
        String common = "meta-llama/Meta-Llama-3-8B-Instruct-finetuned-on-anime-dialogues";
        for (List<String> names : List.of(
                List.of(common + "-v1", common + "-v2"),
                List.of(common + "-2025-01-01-run-a", common + "-2025-01-02-run-a"),
                List.of("通义千问".repeat(12) + "甲", "通义千问".repeat(12) + "乙"),
                List.of(common + " a " + common, common + " b " + common, "short"))) {
            List<String> labels = Labels.of(names);
            assertThat(labels).doesNotHaveDuplicates().hasSameSizeAs(names);
            assertThat(labels).allMatch(label -> Labels.width(label) <= ROOM);
        }
    }

    /** Failed before: on narrow screens lines of the grid ran through names and numbers. */
    @Test
    void namesAndNumbersStandOnPaper() {
        Interval interval = Interval.of(0, -1, 1, 0.95, IntervalMethod.T);
        String drawn = ChartPainter.inPage(new Drawing.Intervals(
                "Change", "difference", List.of(new Drawing.Row("a", interval, Optional.empty())), Optional.of(0.0)));
        String paper = "<rect [^>]*fill=\"var\\(--paper,#ffffff\\)\"[^>]*>\\s*<text [^>]*>";
        assertThat(drawn.substring(drawn.indexOf("narrow")))
                .containsPattern(paper + "a</text>")
                .containsPattern(paper + "0\\.00 \\[-1\\.00, 1\\.00]</text>");
    }

    /** Both names were "Meta-Llama-3-8B-Instruct-…" before. */
    @Test
    void namesWithACommonBeginningDoNotCollideInAnyChart() {
        String common = "meta-llama/Meta-Llama-3-8B-Instruct-finetuned-on-anime-dialogues";
        List<String> names = List.of(common + "-v1", common + "-v2");
        List<Drawing.Row> rows = new ArrayList<>();
        List<Drawing.Bar> bars = new ArrayList<>();
        List<Drawing.Point> points = new ArrayList<>();
        List<Drawing.Series> series = new ArrayList<>();
        for (String name : names) {
            Interval interval = Interval.of(3 + rows.size(), 2, 5, 0.95, IntervalMethod.T);
            rows.add(new Drawing.Row(name, interval, Optional.empty()));
            bars.add(new Drawing.Bar(name, 3, true));
            points.add(new Drawing.Point(name, interval, interval));
            series.add(new Drawing.Series(name, List.of(3.0, 4.0, 5.0)));
        }
        List<Drawing.Axis> axes =
                List.of(new Drawing.Axis("a", ""), new Drawing.Axis("b", ""), new Drawing.Axis(common + "-v3", ""));
        List<List<Double>> values = List.of(List.of(Double.NaN, 1.0), List.of(-1.0, Double.NaN));
        List<List<Boolean>> marks = List.of(List.of(false, true), List.of(true, false));
        for (Chart chart : List.of(
                new Drawing.Intervals("t", "v", rows, Optional.empty()),
                new Drawing.Bars("t", "v", 0, bars),
                new Drawing.Scatter("t", "x", "y", points),
                new Drawing.Radar("t", axes, 1, 5, series),
                new Drawing.Matrix("t", names, values, marks, "m"))) {
            assertThat(chart.svg()).contains("v1</text>", "v2</text>");
        }
    }

    @Test
    void countsAreGroupedAsEverywhere() {
        Chart chart = new Drawing.Bars("t", "v", 0, List.of(new Drawing.Bar("a", 135_367, true)));
        assertThat(chart.svg()).contains(">135,367</text>");
        assertThat(chart.description()).contains("a 135,367");
    }
}
