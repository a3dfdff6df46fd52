package esrp.report;

import esrp.core.internal.AtomicFiles;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A picture of a report, as SVG with real text, as PNG, and inside the HTML page.
 *
 * <p>Series are told apart by colour, by marker and by dash, so that a print in black and white stays readable. The first
 * four of the eight colours are of Okabe and Ito; any two of the eight differ by 15 units of CIELAB or more for people
 * with protanopia, deuteranopia and tritanopia too, on light and on dark ground.
 */
public sealed interface Chart permits Drawing {
    /** {@return the heading} */
    String title();

    /** {@return what the chart shows in words, for those who do not see it: one or more sentences} */
    String description();

    /** {@return the picture as a stand-alone SVG document on a white ground: an XML document in UTF-8} */
    default String svg() {
        return ChartPainter.svg(this);
    }

    /**
     * {@return the picture as PNG on a white ground: the bytes of the file}
     *
     * @param scale pixels per unit: 1 for the screen, 3 for print; in (0, 8]
     */
    default byte[] png(double scale) {
        return ChartPainter.png(this, scale);
    }

    /**
     * The picture for a paper: laid out again for the width, with labels of 8 points (smaller below 234 points).
     *
     * @param points its width in points, 1/72 inch; in [160, 2000]
     * @param monochrome true for greys, where markers, dashes and signs tell things apart
     * @return a stand-alone SVG document
     */
    default String svg(double points, boolean monochrome) {
        return ChartPainter.svg(this, points, monochrome);
    }

    /**
     * The picture for a paper, as {@link #svg(double, boolean)} lays it out; its text is outlines, so that no font is needed.
     * Needs the optional libraries {@code de.rototor.pdfbox:graphics2d} and {@code org.apache.pdfbox:pdfbox}.
     *
     * @param points its width in points, 1/72 inch; in [160, 2000]
     * @param monochrome true for greys
     * @return a PDF of one page that is as large as the picture: the same bytes for the same picture
     * @throws IllegalStateException if the libraries are not on the class path
     */
    default byte[] pdf(double points, boolean monochrome) {
        return ChartPainter.pdf(this, points, monochrome);
    }

    /**
     * {@return the picture as a piece of HTML for a notebook cell or a page: a {@code figure} that holds the picture as
     * SVG on a white ground}
     */
    default String html() {
        return "<figure>\n" + svg() + "</figure>\n";
    }

    /**
     * Writes the picture, whole or not at all.
     *
     * @param file where to; ends in {@code .svg}, {@code .png} or {@code .pdf}, which is 480 points wide
     */
    default void write(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            AtomicFiles.writeText(file, svg());
        } else if (name.endsWith(".png")) {
            AtomicFiles.writeBytes(file, png(2));
        } else if (name.endsWith(".pdf")) {
            AtomicFiles.writeBytes(file, pdf(480, false));
        } else {
            throw new IllegalArgumentException("file: \"" + file + "\" ends in none of .svg, .png and .pdf");
        }
    }
}
