package esrp.metrics.diversity;

import com.google.common.testing.NullPointerTester;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class DiversityNullContractTest {
    private static final ResponseBatch BATCH = new ResponseBatch("a", "a", "b1", List.of("今天天气很好", "你好"));

    private final NullPointerTester tester = new NullPointerTester()
            .setDefault(Truncation.class, Truncation.NONE)
            .setDefault(DiversityMeasure.class, DiversityMeasure.DISTINCT_1)
            .setDefault(Interval.class, Interval.of(0, 0, 0, 0.5, IntervalMethod.T))
            .setDefault(Executor.class, Runnable::run)
            .setDefault(String.class, "a")
            .setDefault(Iterable.class, List.of(BATCH))
            .setDefault(DiversityProfile.class, Diversity.withDefaults().of(BATCH.replies()));

    @Test
    void publicMethodsRefuseNull() {
        tester.testAllPublicInstanceMethods(Diversity.withDefaults());
        tester.testAllPublicInstanceMethods(Diversity.withDefaults().of(BATCH.replies()));
        tester.testAllPublicInstanceMethods(Diversity.withDefaults().report(List.of(BATCH)));
        tester.testAllPublicInstanceMethods(WordFrequencies.of(WordSegmenter.spaced(Locale.ROOT), List.of(BATCH)));
        tester.testAllPublicInstanceMethods(WordSegmenter.hanLp());
        for (Class<?> type : List.of(
                Diversity.class,
                DiversityMeasure.class,
                DiversityReport.Value.class,
                DiversityReport.Batch.class,
                Truncation.class,
                WordFrequencies.Distinctive.class,
                WordFrequencies.class,
                Tokenizer.class,
                WordSegmenter.class)) {
            tester.testAllPublicConstructors(type);
            tester.testAllPublicStaticMethods(type);
        }
    }
}
