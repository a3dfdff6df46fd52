// All public types of esrp for JShell. Character is imported by name, so that it is ours and not the one of java.lang.
import esrp.core.Character;
import esrp.core.*;
import esrp.metrics.*;
import esrp.metrics.diversity.*;
import esrp.openai.*;
import esrp.prompts.*;
import esrp.prompts.run.*;
import esrp.prompts.scenario.*;
import esrp.report.*;
import esrp.stats.*;
import esrp.stats.cluster.*;
import esrp.stats.design.*;
import esrp.study.*;
import esrp.study.form.*;
import esrp.core.Rating.Remark;
import esrp.core.Ratings.Column;
import esrp.cli.SampleData;
import esrp.examples.SampleRatings;
import esrp.report.Report.Version;
import esrp.study.StudyDesign.Participant;
Dataset sample() { return SampleData.dataset("zh"); }
Dataset sample(String language) { return SampleData.dataset(language); }
Ratings sampleRatings() { return SampleRatings.of("zh"); }
Ratings sampleRatings(String language) { return SampleRatings.of(language); }
Dataset read(String folder) { return ChatAnime.read(java.nio.file.Path.of(folder)); }
Ratings readRatings(String file) { return Ratings.read(java.nio.file.Path.of(file)); }
Leaderboard leaderboard(Ratings ratings) { return Leaderboard.of(ratings, Rubric.esrp()); }
Comparison compare(Ratings ratings) { return Comparison.of(ratings, Rubric.esrp()); }
