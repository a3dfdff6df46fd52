package esrp.core;

import esrp.core.internal.Escapes;
import esrp.core.internal.Messages;
import esrp.core.internal.Numbers;
import esrp.core.internal.OneLine;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in the manner of papers: three rules, numbers to the right, the best three of a column marked. It fits a column of a
 * two-column page, else the page in smaller type, else it is set in parts below one another; long texts are broken.
 */
final class LatexFormat implements TableFormat {
    /** Characters of a text beyond which it is broken. */
    private static final int LONG = 30;

    /** Characters that fit a column of a page with two, the page, and the page in the smallest type. */
    private static final int[] FITS = {32, 66, 84};

    /** Characters that fit the page in no type: such a table is cut into parts. */
    private static final int MOST = 108;

    /** Characters in the width of a table in each size. */
    private static final int[] ROOM = {40, 77, 100, 136};

    private static final Pattern LONG_RUN = Pattern.compile("\\S{6}(?=\\S{3})");

    private static final List<String> BEST = List.of("\\textbf{", "\\underline{", "\\textit{");

    @Override
    public String format(Table table, String language) {
        List<Table.Head> heads = table.heads();
        List<String> whole = heads.stream().map(head -> head.in(language)).toList();
        List<String> brief = heads.stream().map(head -> head.briefIn(language)).toList();
        boolean distinct = new HashSet<>(brief).size() == brief.size();
        List<String> first = distinct ? brief : whole;
        List<List<String>> rows =
                table.rows().stream().map(row -> table.printed(row, language)).toList();
        int[] widths = IntStream.range(0, heads.size())
                .map(i -> Math.max(
                        TextWidth.of(first.get(i)),
                        rows.stream()
                                .mapToInt(row -> TextWidth.of(row.get(i)))
                                .max()
                                .orElse(0)))
                .toArray();
        IntUnaryOperator room = i -> 2 + (widths[i] > LONG ? LONG : widths[i]);
        List<List<Integer>> parts = parts(heads, room);
        int total = parts.stream()
                .mapToInt(part -> part.stream().mapToInt(room::applyAsInt).sum())
                .max()
                .orElse(0);
        int size = (int) IntStream.of(FITS).filter(fits -> fits < total).count();
        String kind = size == 0 ? "table" : "table*";
        StringBuilder out = new StringBuilder("\\begin{" + kind + "}\n\\centering\n");
        out.append(List.of(
                        "\\small\n", "\\small\n",
                        "\\scriptsize\\setlength{\\tabcolsep}{3pt}\n", "\\tiny\\setlength{\\tabcolsep}{2pt}\n")
                .get(size));
        List<List<Integer>> places = IntStream.range(0, heads.size())
                .mapToObj(column -> places(table, column))
                .toList();
        for (List<Integer> part : parts) {
            out.append(part == parts.get(0) ? "" : "\n\\medskip\n").append("\\begin{tabular}{");
            for (int i : part) {
                out.append(
                        widths[i] > LONG
                                ? "p{" + Numbers.exact(Math.round(90.0 * LONG / ROOM[size]) / 100.0) + "\\linewidth}"
                                : heads.get(i).numeric() ? "r" : "l");
            }
            out.append("}\n\\toprule\n");
            line(
                    out,
                    part.stream()
                            .map(i -> widths[i] > LONG ? breakable(first.get(i)) : Escapes.latex(first.get(i)))
                            .toList());
            out.append("\\midrule\n");
            for (int r = 0; r < rows.size(); r++) {
                List<String> cells = new ArrayList<>();
                for (int i : part) {
                    String printed = rows.get(r).get(i);
                    String text = widths[i] > LONG ? breakable(printed) : Escapes.latex(printed);
                    int place = places.get(i).get(r);
                    cells.add(place < BEST.size() ? BEST.get(place) + text + "}" : text);
                }
                line(out, cells);
            }
            out.append("\\bottomrule\n\\end{tabular}\n");
        }
        out.append("\\caption{")
                .append(Escapes.latex(table.title().in(language)))
                .append('.');
        for (int i = 0; distinct && i < brief.size(); i++) {
            if (!brief.get(i).equals(whole.get(i))) {
                out.append(' ')
                        .append(Escapes.latex(brief.get(i) + ": " + whole.get(i)))
                        .append('.');
            }
        }
        if (places.stream().flatMap(List::stream).anyMatch(place -> place < BEST.size())) {
            out.append(' ').append(Messages.core().text(language, "table.best"));
        }
        table.sentences(language).forEach(note -> out.append(' ').append(Escapes.latex(note)));
        return out.append("}\n\\label{tab:")
                .append(table.id())
                .append("}\n\\end{" + kind + "}\n")
                .toString();
    }

    /** All columns at once, or as many at a time as fit beside the one that names the rows. */
    private static List<List<Integer>> parts(List<Table.Head> heads, IntUnaryOperator room) {
        List<Integer> all = IntStream.range(0, heads.size()).boxed().toList();
        int names =
                all.stream().filter(i -> !heads.get(i).numeric()).findFirst().orElse(0);
        List<List<Integer>> parts = new ArrayList<>();
        int used = MOST + 1;
        if (all.stream().mapToInt(room::applyAsInt).sum() <= MOST) {
            return List.of(all);
        }
        for (int i : all) {
            if (i != names) {
                used += room.applyAsInt(i);
                if (used > MOST) {
                    parts.add(new ArrayList<>(List.of(names)));
                    used = room.applyAsInt(names) + room.applyAsInt(i);
                }
                parts.get(parts.size() - 1).add(i);
            }
        }
        return parts;
    }

    /** A text that may be broken within its long words too. */
    private static String breakable(String text) {
        return Escapes.latex(LONG_RUN.matcher(text).replaceAll("$0\u200B")).replace("\u200B", "\\allowbreak{}");
    }

    /** The place of each row's value among the different values of a column, from 0; far behind where none is marked. */
    private static List<Integer> places(Table table, int column) {
        Table.Head head = table.heads().get(column);
        List<Double> values = table.rows().stream()
                .map(row -> row.get(column) instanceof Table.Cell.Value cell ? cell.value() : Double.NaN)
                .toList();
        List<Double> order = values.stream()
                .filter(value -> !value.isNaN())
                .distinct()
                .sorted(head.lowerIsBetter() ? Comparator.naturalOrder() : Comparator.reverseOrder())
                .toList();
        return values.stream()
                .map(value -> head.ranked() && !value.isNaN() && order.size() > BEST.size()
                        ? order.indexOf(value)
                        : Integer.MAX_VALUE)
                .toList();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return notes.stream()
                .map(note -> "% " + OneLine.visible(note.in(language)))
                .collect(Collectors.joining("\n"));
    }

    private static void line(StringBuilder out, List<String> cells) {
        // after \\ or a rule, blanks or not, LaTeX would take a bracket or an asterisk for an argument
        String start = String.join(" & ", cells).stripLeading();
        out.append(start.startsWith("[") || start.startsWith("*") ? "{}" : "")
                .append(start)
                .append(" \\\\\n");
    }
}
