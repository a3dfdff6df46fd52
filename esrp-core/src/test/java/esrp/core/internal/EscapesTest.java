package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
    }
}
