package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.LocalizedText;
import esrp.core.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class SectionTest {
    private static final String HOSTILE = "<script>alert(1)</script>&\"'";
    private static final Table TABLE = Table.builder("scores", LocalizedText.same("Scores " + HOSTILE))
            .head(Table.Head.text("candidate", LocalizedText.same("candidate")))
            .head(Table.Head.number("average", LocalizedText.same("average"), 2))
            .row(HOSTILE, 4.1)
            .row("b", 3.9)
            .build();
    private static final Chart CHART =
            new Drawing.Bars("Bars " + HOSTILE, "mean", 0, List.of(new Drawing.Bar(HOSTILE, 3, false)));

    private static Section section(List<String> sentences) {
        return new Section("part", "en", "Part " + HOSTILE, sentences, List.of(CHART), List.of(TABLE), List.of());
    }

    /** Pieces are well-formed XML too, which finds whatever was not escaped or closed. */
    private static Document parse(String piece) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void holdsSentencesChartsAndTables() throws Exception {
        Document document = parse(section(List.of(HOSTILE, "two")).html());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("section");
        assertThat(texts(document, "h3")).containsExactly("Part " + HOSTILE);
        assertThat(texts(document, "li")).containsExactly(HOSTILE, "two");
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(texts(document, "caption")).containsExactly("Scores " + HOSTILE);
        assertThat(texts(document, "th")).containsExactly("candidate", "average", HOSTILE, "b");
        assertThat(texts(document, "td")).containsExactly("4.10", "3.90");
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void withoutSentencesThereIsNoEmptyList() throws Exception {
        assertThat(parse(section(List.of()).html()).getElementsByTagName("ul").getLength())
                .isZero();
    }

    @Test
    void aChartIsAFigure() throws Exception {
        Document document = parse(CHART.html());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("figure");
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void refusesIdsThatAreNone() {
        assertThatThrownBy(() -> new Section("A b", "en", "x", List.of(), List.of(), List.of(), List.of()))
                .hasMessageContaining("id: \"A b\"");
    }

    private static List<String> texts(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
