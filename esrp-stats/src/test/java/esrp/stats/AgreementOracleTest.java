package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** sklearn, fast-krippendorff, irrCAC and pingouin on the same ratings, to 1e-9. */
class AgreementOracleTest {
    private static final Offset<Double> TOLERANCE = Offset.offset(1e-9);
    private static final Map<String, Weights> WEIGHTS = Map.of(
            "identity", Weights.UNWEIGHTED,
            "linear", Weights.LINEAR,
            "quadratic", Weights.QUADRATIC,
            "ordinal", Weights.ORDINAL);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void references(String name, Executable check) throws Throwable {
        check.execute();
    }

    /** Says that the last argument is a check. */
    private static Arguments check(String name, Executable check) {
        return Arguments.of(name, check);
    }

    private static List<Arguments> cases() throws IOException {
        JsonNode root;
        try (InputStream in = AgreementOracleTest.class.getResourceAsStream("/oracles/agreement_public.json")) {
            root = new ObjectMapper().readTree(in);
        }
        List<Arguments> tests = new ArrayList<>();
        for (JsonNode c : root.get("cases")) {
            JsonNode expected = c.get("expected");
            String id = c.get("id").asText() + " " + c.get("group").asText() + " ";
            double[][] bySubject = ratings(c.get("ratings_subjects_by_raters"));
            double[][] byRater = transposed(bySubject);
            double[] categories = numbers(c.get("categories"));

            JsonNode alpha = expected.get("krippendorff_alpha");
            for (Level level : Level.values()) {
                JsonNode want = alpha.get(level.name().toLowerCase(java.util.Locale.ROOT));
                tests.add(check(id + "alpha " + level, () -> same(Agreement.krippendorffAlpha(byRater, level), want)));
            }
            WEIGHTS.forEach((name, weights) -> tests.add(check(
                    id + "AC " + name,
                    () -> same(
                            Agreement.gwetAc(byRater, categories, weights),
                            expected.get("gwet").get(name).get("coefficient")))));
            Coincidences all = Coincidences.of(byRater, categories);
            JsonNode fleiss = expected.get("fleiss_kappa");
            tests.add(check(
                    id + "Fleiss",
                    () -> same(
                            all.fleissKappa(Weights.UNWEIGHTED),
                            fleiss.has("coefficient") ? fleiss.get("coefficient") : fleiss)));
            for (String name : List.of("identity", "ordinal", "quadratic")) {
                tests.add(check(
                        id + "irrCAC alpha " + name,
                        () -> same(
                                all.krippendorffAlpha(Objects.requireNonNull(WEIGHTS.get(name))),
                                expected.get("irrCAC_krippendorff").get(name))));
            }
            Map.of(
                            Icc.ONE_ONE, "ICC(1)",
                            Icc.TWO_ONE, "ICC(2,1)",
                            Icc.THREE_ONE, "ICC(3,1)",
                            Icc.ONE_K, "ICC(1,k)",
                            Icc.TWO_K, "ICC(2,k)",
                            Icc.THREE_K, "ICC(3,k)")
                    .forEach((form, name) -> tests.add(check(
                            id + name,
                            () -> icc(
                                    IccEstimate.of(complete(bySubject), form),
                                    expected.get("icc").get(name)))));
            if (expected.has("cohen_kappa")) {
                PairTable table = PairTable.of(levels(byRater[0]), levels(byRater[1]), categories.length);
                for (Level level : List.of(Level.NOMINAL, Level.ORDINAL)) {
                    JsonNode want = alpha.get(level.name().toLowerCase(java.util.Locale.ROOT));
                    tests.add(
                            check(id + "alpha from counts " + level, () -> same(table.krippendorffAlpha(level), want)));
                }
                Map.of(
                                "unweighted", Weights.UNWEIGHTED,
                                "linear", Weights.LINEAR,
                                "quadratic", Weights.QUADRATIC)
                        .forEach((name, weights) -> tests.add(check(
                                id + "kappa " + name,
                                () -> same(
                                        Agreement.cohenKappa(table.counts(), weights),
                                        expected.get("cohen_kappa").get(name)))));
            }
        }
        return tests;
    }

    /** The reference leaves units that miss a rating out. */
    private static double[][] complete(double[][] bySubject) {
        return Arrays.stream(bySubject)
                .filter(row -> Arrays.stream(row).noneMatch(Double::isNaN))
                .toArray(double[][]::new);
    }

    /** Bounds are printed with two decimals. */
    private static void icc(IccEstimate icc, JsonNode want) {
        same(icc.value(), want.get("icc"));
        if (want.get("F").isNumber() && Double.isFinite(icc.value()) && Double.isFinite(icc.f())) {
            assertThat(icc.f()).isCloseTo(want.get("F").asDouble(), Percentage.withPercentage(1e-7));
            assertThat(icc.unitDegreesOfFreedom()).isEqualTo(want.get("df1").asDouble());
            assertThat(icc.errorDegreesOfFreedom()).isEqualTo(want.get("df2").asDouble());
            assertThat(icc.pValue()).isCloseTo(want.get("p").asDouble(), TOLERANCE);
            if (icc.value() > 1) {
                // The reference prints 20 with bounds as little meant; here there are none.
                assertThat(icc.lower(0.95)).isNaN();
                assertThat(icc.upper(0.95)).isNaN();
                return;
            }
            assertThat(icc.lower(0.95)).isCloseTo(want.get("ci95_low").asDouble(), Offset.offset(0.0051));
            assertThat(icc.upper(0.95)).isCloseTo(want.get("ci95_high").asDouble(), Offset.offset(0.0051));
        }
    }

    /** The reference raises an error, or gives nan, where the coefficient is undefined; here that is NaN. */
    private static void same(double value, JsonNode want) {
        if (want.isObject() || want.asText().equals("nan")) {
            assertThat(value).isNaN();
        } else if (want.asText().equals("-inf")) {
            assertThat(value).isEqualTo(Double.NEGATIVE_INFINITY);
        } else {
            assertThat(value).isCloseTo(want.asDouble(), TOLERANCE);
        }
    }

    /** Categories 1..k, or 0..1 in the binary case, as levels from 0. */
    private static int[] levels(double[] ratings) {
        double lowest = java.util.Arrays.stream(ratings).min().orElse(1) == 0 ? 0 : 1;
        return java.util.Arrays.stream(ratings)
                .mapToInt(r -> (int) (r - lowest))
                .toArray();
    }

    private static double[][] ratings(JsonNode rows) {
        double[][] table = new double[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            table[i] = numbers(rows.get(i));
        }
        return table;
    }

    private static double[] numbers(JsonNode row) {
        double[] numbers = new double[row.size()];
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = row.get(j).isNull() ? Double.NaN : row.get(j).asDouble();
        }
        return numbers;
    }

    private static double[][] transposed(double[][] table) {
        double[][] t = new double[table[0].length][table.length];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = table[i][j];
            }
        }
        return t;
    }
}
