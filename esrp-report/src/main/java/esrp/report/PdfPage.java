package esrp.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** A picture as a PDF of one page, by PDFBox. Text is drawn as outlines, so that no font is missing anywhere. */
final class PdfPage {
    private PdfPage() {}

    /** Whether the libraries are there, which are optional. */
    static boolean available() {
        try {
            Class.forName("de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D", false, PdfPage.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static byte[] of(Chart chart, double width, double height, Consumer<Graphics2D> paint) {
        if (!available()) {
            throw new IllegalStateException("pictures as PDF need de.rototor.pdfbox:graphics2d and"
                    + " org.apache.pdfbox:pdfbox on the class path; they are optional");
        }
        PDRectangle size = new PDRectangle((float) width, (float) height);
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(size);
            document.addPage(page);
            document.getDocumentInformation().setTitle(chart.title());
            document.getDocumentInformation().setSubject(chart.description());
            // without an id of its own a document has one made of the time
            document.setDocumentId((long) chart.description().hashCode());
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, size.getWidth(), size.getHeight());
            paint.accept(graphics);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
