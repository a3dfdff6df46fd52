package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import esrp.study.StudyDesign.Participant;
import esrp.study.form.FormImport;
import esrp.study.form.FormImport.Imported;
import esrp.study.form.WritingForms;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Collects the replies of people in two rounds, in one folder; called again, it goes on where the folder stands.
 *
 * <ol>
 *   <li>{@code round-1/form-<writer>.html} goes to the writers; what they export goes into {@code round-1/}.
 *   <li>The next call imports it, lets a user ask on, and writes {@code round-2/form-<writer>.html}. What was asked is
 *       kept in {@code round-2/asked/}; from then on the first round is closed.
 *   <li>When the exports of the second round are there, too, {@code replies/fans.json} holds the dialogues in the
 *       published layout.
 * </ol>
 *
 * <p>The user who asks on is a script here; put a model of yours in its place ({@link #user}).
 */
public final class WritingExample {
    private static final String USAGE = "usage: WritingExample <folder> [--data <folder of the published files>]"
            + " [--language zh|en] [--writers <number a character>]";
    private static final String FANS = "fans";

    private final Path folder;
    private final Dataset scenes;
    private final List<Participant> writers;
    private final String language;
    private final PrintStream out;

    private WritingExample(Path folder, Dataset scenes, List<Participant> writers, String language, PrintStream out) {
        this.folder = folder;
        this.scenes = scenes;
        this.writers = writers;
        this.language = language;
        this.out = out;
    }

    /**
     * Does the next step and says what to do then.
     *
     * @param args the folder, then options
     */
    public static void main(String[] args) {
        run(List.of(args), System.out);
    }

    static void run(List<String> args, PrintStream out) {
        if (args.isEmpty() || args.get(0).startsWith("--") || args.size() % 2 == 0) {
            throw new IllegalArgumentException("args: " + args + "; " + USAGE);
        }
        String data = "";
        String language = "zh";
        int perCharacter = 2;
        for (int i = 1; i < args.size(); i += 2) {
            switch (args.get(i)) {
                case "--data" -> data = args.get(i + 1);
                case "--language" -> language = args.get(i + 1);
                case "--writers" -> perCharacter = Integer.parseInt(args.get(i + 1));
                default -> throw new IllegalArgumentException("args: no option " + args.get(i) + "; " + USAGE);
            }
        }
        Dataset source = data.isEmpty() ? SampleData.dataset(language) : ChatAnime.read(Path.of(data));
        Dataset scenes = Dataset.of(
                List.of(Candidate.people(FANS).withName("Fans")), source.characters(), source.scenarios(), List.of());
        List<Participant> writers = new ArrayList<>();
        for (Character character : scenes.characters()) {
            for (int i = 0; i < perCharacter; i++) {
                writers.add(Participant.of("w" + (writers.size() + 1), Set.of()).withWrote(Set.of(character.id())));
            }
        }
        new WritingExample(Path.of(args.get(0)), scenes, writers, language, out).step();
    }

    private void step() {
        Path asked = folder.resolve("round-2").resolve("asked");
        if (!Files.isDirectory(asked)) {
            WritingForms first = forms(scenes);
            Imported answers = round(1, first);
            if (answers.written().isEmpty()) {
                return;
            }
            ChatAnime.write(WritingForms.ask(first.fill(answers.written()), FANS, user()), asked);
        }
        WritingForms second = forms(ChatAnime.read(asked));
        Imported answers = round(2, second);
        if (!answers.written().isEmpty()) {
            Dataset replies = second.fill(answers.written());
            ChatAnime.write(replies, folder.resolve("replies"));
            out.println(replies);
            out.println(Finding.summary(replies.findings()));
            out.println("The replies are in " + folder.resolve("replies") + ".");
        }
    }

    private WritingForms forms(Dataset dataset) {
        String title = language.equals("zh") ? "角色回复写作" : "Replies in character";
        Prompts prompts = Prompts.withDefaults().withLanguage(language);
        return WritingForms.of(dataset, FANS, writers, language, title)
                .withInstructions(character ->
                        prompts.rolePlay(character, List.of(), "?").get(0).text());
    }

    /** Writes the forms of a round where they are not yet, else reads what came back. */
    private Imported round(int number, WritingForms forms) {
        Path here = folder.resolve("round-" + number);
        List<Path> exports = forms.people().stream()
                .map(writer -> here.resolve("answers-" + writer + ".json"))
                .filter(Files::exists)
                .toList();
        if (exports.isEmpty()) {
            List<Path> written = forms.write(here);
            out.println(forms);
            out.println("Round " + number + ": give " + written.get(0) + " and the others to the writers, put what they"
                    + " export (answers-<writer>.json) into " + here + ", and call again.");
            return FormImport.withDefaults().read(List.of(), forms.key());
        }
        noOthers(here, exports);
        Imported imported = FormImport.withDefaults().read(exports, forms.key());
        out.println("Round " + number + ", " + exports.size() + " of "
                + forms.people().size() + " forms:\n" + imported);
        return imported;
    }

    private static void noOthers(Path here, List<Path> known) {
        try (Stream<Path> files = Files.list(here)) {
            List<Path> others = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("answers-") && !known.contains(file))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                throw new IllegalArgumentException("answers: no form of this round goes with " + others);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + here, e);
        }
    }

    /** What the user says next: asked of a model, here of a script. */
    private Function<Dialogue, String> user() {
        NamedModel model = language.equals("zh")
                ? OfflineModels.user()
                : ChatModel.of(
                        "offline-user", request -> "I still feel uneasy, though. What would you do in my place?");
        Prompts prompts = Prompts.withDefaults().withLanguage(language);
        return dialogue -> {
            try {
                return model.chat(ChatRequest.of(prompts.followUp(
                                scenes.scenario(dialogue.scenario()),
                                scenes.character(dialogue.character()),
                                dialogue.turns())))
                        .text();
            } catch (ChatException e) {
                throw new IllegalStateException("the user of scenario " + dialogue.scenario() + " says nothing", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        };
    }
}
