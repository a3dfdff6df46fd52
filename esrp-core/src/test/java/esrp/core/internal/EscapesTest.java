package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class EscapesTest {
    @Test
    void nothingIsMarkup() {
        assertThat(Escapes.html("<a href='x'>\"&")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        assertThat(Escapes.markdown("a|b *c*\n<d>&")).isEqualTo("a\\|b \\*c\\* &lt;d>&amp;");
        assertThat(Escapes.latex("50% of $x_1$ ~^\\ –"))
                .isEqualTo("50\\% of \\$x\\_1\\$ \\textasciitilde{}\\textasciicircum{}\\textbackslash{} --");
        assertThat(Escapes.scriptJson("\"</script>\u2028\"")).isEqualTo("\"\\u003c/script\\u003e\\u2028\"");
    }

    @Test
    void csvIsQuotedWhereItMustAndIsNoFormula() {
        assertThat(Escapes.csv("a")).isEqualTo("a");
        assertThat(Escapes.csv("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
        assertThat(Escapes.csv("=1+1")).isEqualTo("'=1+1");
        assertThat(Escapes.csv("-cmd,x")).isEqualTo("\"'-cmd,x\"");
        assertThat(Escapes.csv("-0.25")).isEqualTo("-0.25");
        assertThat(Escapes.csv("-2.5E-10")).isEqualTo("-2.5E-10");
        for (String blank : List.of("", " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\0")) {
            for (String sign : List.of("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")) {
                String cell = blank + sign + "cmd";
                assertThat(Escapes.csv(cell)).isEqualTo("'" + cell);
            }
        }
        assertThat(Escapes.csv("\n=cmd")).isEqualTo("\"'\n=cmd\"");
    }

    /** Failed before: U+0000 to U+001F and half characters went into SVG, which no XML parser reads then. */
    @Test
    void whatXmlCannotHoldIsReplaced() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x110000; c += c < 0x300 || c > 0xffe0 ? 1 : 13) {
            all.append(' ').appendCodePoint(c);
        }
        String escaped = Escapes.html(all.toString());
        String xml = "<t a=\"" + escaped + "\">" + escaped + "</t>";
        String read = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement()
                .getTextContent();
        assertThat(read.codePointCount(0, read.length())).isEqualTo(all.codePointCount(0, all.length()));
        assertThat(Escapes.html("\0a\ud800b\uffff😀")).isEqualTo("\ufffda\ufffdb\ufffd😀");
        assertThat(Escapes.latex("a\0b")).isEqualTo("a b");
    }
}
