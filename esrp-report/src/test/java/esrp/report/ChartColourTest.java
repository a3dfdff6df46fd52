package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.internal.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The colours of series as people see them who lack one kind of cone. Simulation: G. M. Machado, M. M. Oliveira and L. A.
 * F. Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), 2009,
 * doi:10.1109/TVCG.2009.113, the matrices for severity 1.0, on linear sRGB. Distance: CIE 1976 (L*a*b*, D65).
 */
class ChartColourTest {
    private static final Map<String, double[][]> VISION = Map.of(
            "normal", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanopia",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deuteranopia",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritanopia",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });
    private static final Pattern VARIABLE = Pattern.compile("--(\\w+): (#[0-9a-f]{6});");

    @Test
    void theSimulationIsThatOfTheSource() {
        // a saturated red and a dark green fall together without the cones for red; white stays white for all
        assertThat(distance("#d7191c", "#1a9641", "normal")).isGreaterThan(100);
        VISION.keySet()
                .forEach(kind ->
                        assertThat(lab(seen("#ffffff", kind))[0]).as(kind).isBetween(99.9, 100.1));
        // the pair that this palette had before: goldenrod beside vermilion
        assertThat(distance("#d55e00", "#b8860b", "deuteranopia")).isLessThan(5);
    }

    @Test
    void seriesCanBeToldApartByAllOnLightAndDark() {
        List<List<String>> palettes = palettes();
        assertThat(palettes).hasSize(2);
        assertThat(palettes.get(0)).isEqualTo(hexOfInks());
        for (List<String> palette : palettes) {
            for (String kind : VISION.keySet()) {
                for (int i = 0; i < palette.size(); i++) {
                    for (int j = i + 1; j < palette.size(); j++) {
                        assertThat(distance(palette.get(i), palette.get(j), kind))
                                .as("%s and %s, %s", palette.get(i), palette.get(j), kind)
                                .isGreaterThan(15);
                    }
                }
            }
        }
    }

    @Test
    void seriesStandOutFromTheGround() {
        List<String> grounds = grounds();
        for (int i = 0; i < 2; i++) {
            for (String colour : palettes().get(i)) {
                // WCAG 2.1, 1.4.11
                assertThat(contrast(colour, grounds.get(i)))
                        .as("%s on %s", colour, grounds.get(i))
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }

    private static List<String> hexOfInks() {
        List<String> inks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inks.add(Canvas.Ink.series(i).hex);
        }
        return inks;
    }

    /** The page's light series, then its dark ones. */
    private static List<List<String>> palettes() {
        List<List<String>> palettes = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(Resources.text(Report.class, "page/report.css"));
        while (variable.find()) {
            if (variable.group(1).equals("series0")) {
                palettes.add(new ArrayList<>());
            }
            if (variable.group(1).startsWith("series")) {
                palettes.get(palettes.size() - 1).add(variable.group(2));
            }
        }
        palettes.forEach(palette -> assertThat(palette).hasSize(8));
        return palettes;
    }

    private static List<String> grounds() {
        List<String> grounds = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(Resources.text(Report.class, "page/report.css"));
        while (variable.find()) {
            if (variable.group(1).equals("paper")) {
                grounds.add(variable.group(2));
            }
        }
        assertThat(grounds).hasSize(2);
        return grounds;
    }

    private static double distance(String one, String other, String kind) {
        double[] a = lab(seen(one, kind));
        double[] b = lab(seen(other, kind));
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double[] linear(String hex) {
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            rgb[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return rgb;
    }

    private static double[] seen(String hex, String kind) {
        return times(VISION.getOrDefault(kind, new double[0][]), linear(hex));
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            double sum = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
            out[i] = Math.max(0, Math.min(1, sum));
        }
        return out;
    }

    private static double[] lab(double[] rgb) {
        double x = f((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
        double y = f(luminance(rgb));
        double z = f((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double luminance(double[] rgb) {
        return 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    }

    private static double contrast(String one, String other) {
        double a = luminance(linear(one)) + 0.05;
        double b = luminance(linear(other)) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }
}
