package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlTest {
    private static final String HOSTILE = "<script>alert(1)</script>&\"'";
    private static final ReportTable TABLE = new ReportTable(
            "scores",
            "Scores " + HOSTILE,
            List.of(ReportTable.text("candidate"), ReportTable.number("average")),
            List.of(List.of(HOSTILE, "4.10"), List.of("b", "3.90")),
            List.of("n = 3 " + HOSTILE));
    private static final Chart CHART =
            new Chart.Bars("Bars " + HOSTILE, "mean", 0, List.of(new Chart.Bar(HOSTILE, 3, false)));

    /** Pieces are well-formed XML too, which finds whatever was not escaped or closed. */
    private static Document parse(String piece) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTableIsATableWithHeadsCaptionAndNotes() throws Exception {
        Document document = parse(Html.of(TABLE));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(texts(document, "caption")).containsExactly("Scores " + HOSTILE);
        assertThat(texts(document, "th")).containsExactly("candidate", "average", HOSTILE, "b");
        assertThat(texts(document, "td")).containsExactly("4.10", "3.90");
        assertThat(texts(document, "p")).containsExactly("n = 3 " + HOSTILE);
        Element number = (Element) document.getElementsByTagName("td").item(0);
        assertThat(number.getAttribute("style")).contains("text-align:right");
        Element head = (Element) document.getElementsByTagName("th").item(0);
        assertThat(head.getAttribute("scope")).isEqualTo("col");
        assertThat(head.getAttribute("style")).contains("text-align:left");
    }

    @Test
    void aSectionHoldsSentencesChartsAndTables() throws Exception {
        Document document = parse(Html.of(
                new Section("part", "Part " + HOSTILE, List.of(HOSTILE, "two"), List.of(CHART), List.of(TABLE))));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("section");
        assertThat(texts(document, "h3")).containsExactly("Part " + HOSTILE);
        assertThat(texts(document, "li")).containsExactly(HOSTILE, "two");
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void aSectionWithoutSentencesHasNoEmptyList() throws Exception {
        Document document = parse(Html.of(new Section("part", "Part", List.of(), List.of(), List.of(TABLE))));
        assertThat(document.getElementsByTagName("ul").getLength()).isZero();
    }

    private static List<String> texts(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
