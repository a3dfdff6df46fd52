import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.report.Chart;
import esrp.report.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * How the kernel of the notebook shows what esrp makes: results and tables as tables, charts as pictures, sections whole, pages as
 * links. {@code examples/esrp-notebook} compiles it with the kernel's JDK. The system property {@code esrp.language} says in
 * which language ({@code en} unless set).
 */
public final class EsrpDisplay implements DisplayProvider {
    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return List.of(
                new Shown<>(Table.class, (table, language) ->
                        data("text/html", table.as(TableFormat.html(), language), table.as(TableFormat.markdown(), language))),
                new Shown<>(Result.class, (result, language) ->
                        data("text/html", result.as(TableFormat.html(), language), result.text(language))),
                new Shown<>(Chart.class, (chart, language) -> data("image/svg+xml", chart.svg(), chart.description())),
                new Shown<>(Section.class, (section, language) -> data("text/html", section.html(), section.title())),
                new Shown<>(Path.class, (path, language) -> data("text/html", link(path), path.toString())));
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    private static DisplayData data(String type, String content, String text) {
        DisplayData data = DisplayData.withType("text/plain", text);
        data.putData(type, content);
        return data;
    }

    private static String link(Path path) {
        String text = path.toString().replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        String target = path.isAbsolute() ? path.toUri().toString() : text;
        return "<a href=\"" + target + "\" target=\"_blank\">" + text + "</a>";
    }

    private record Shown<T>(Class<T> rendererClass, BiFunction<T, String, DisplayData> how) implements DisplayRenderer {
        @Override
        public boolean canRender(String mime) {
            return true;
        }

        @Override
        public DisplayData render(String mime, Object shown) {
            return how.apply(rendererClass.cast(shown), System.getProperty("esrp.language", "en"));
        }
    }
}
