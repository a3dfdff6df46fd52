// Names of esrp for JShell. Character is imported by name, so that it is ours and not the one of java.lang.
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Ratings.Column;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.ResponseBatch;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.cli.SampleData;
import esrp.examples.SampleRatings;
import esrp.metrics.Analysis;
import esrp.metrics.Breakdown;
import esrp.metrics.Comparison;
import esrp.metrics.Grouping;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.study.StudyDesign.Participant;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.study.StudyDesign;
import esrp.metrics.Unit;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.prompts.ChatModel;
import esrp.study.form.RatingForms;
import esrp.study.form.FormImport;
import esrp.report.Chart;
import esrp.report.Report;
import esrp.stats.Accuracy;
import esrp.stats.Bootstrap;
import esrp.stats.Interval;
import esrp.stats.KendallTau;
import esrp.stats.WeightedKendallTau;
Dataset sample() { return SampleData.dataset("zh"); }
Dataset sample(String language) { return SampleData.dataset(language); }
Ratings sampleRatings() { return SampleRatings.of("zh"); }
Ratings sampleRatings(String language) { return SampleRatings.of(language); }
Dataset read(String folder) { return ChatAnime.read(java.nio.file.Path.of(folder)); }
Ratings readRatings(String file) { return Ratings.read(java.nio.file.Path.of(file)); }
Leaderboard leaderboard(Ratings ratings) { return Leaderboard.of(ratings, Rubric.esrp()); }
Comparison compare(Ratings ratings) { return Comparison.of(ratings, Rubric.esrp()); }
