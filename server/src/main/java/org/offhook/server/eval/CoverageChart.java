package org.offhook.server.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How precise the answers would be at each coverage, were the score to decide where to stop: an SVG
 * drawing. Across: right hits of the answerable questions. Up: wrong of the hits, a logarithm.
 */
final class CoverageChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int BOTTOM = 50;
    private static final double LEAST = 0.001;
    private static final double MOST = 0.3;
    private static final int[] ACROSS = {0, 20, 40, 60, 80, 100};
    private static final double[] UP = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3};

    private CoverageChart() {}

    /**
     * @param coverage right hits of the answerable, 0 to 1
     * @param wrong of the hits, 0 to 1
     */
    record Point(double coverage, double wrong) {}

    /** One point for each score at which an answer would begin to be played, surest first. */
    static List<Point> curve(List<Outcome> outcomes) {
        long answerable = outcomes.stream().filter(outcome -> outcome.asked().answerable()).count();
        List<Outcome> ranked =
                outcomes.stream()
                        .filter(outcome -> outcome.score() > Double.NEGATIVE_INFINITY)
                        .sorted((a, b) -> Double.compare(b.score(), a.score()))
                        .toList();
        var points = new ArrayList<Point>();
        int right = 0;
        for (int i = 0; i < ranked.size(); i++) {
            right += ranked.get(i).nearest().equals(ranked.get(i).asked().expected()) ? 1 : 0;
            boolean last =
                    i + 1 == ranked.size() || ranked.get(i + 1).score() < ranked.get(i).score();
            if (last) {
                points.add(
                        new Point(right / (double) Math.max(1, answerable), 1 - right / (i + 1.0)));
            }
        }
        return points;
    }

    static String svg(List<Outcome> outcomes) {
        var svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int percent : ACROSS) {
            double x = x(percent / 100.0);
            line(svg, x, y(LEAST), x, y(MOST));
            text(svg, x, HEIGHT - BOTTOM + 18, "middle", percent + " %");
        }
        for (double share : UP) {
            line(svg, x(0), y(share), x(1), y(share));
            text(
                    svg,
                    LEFT - 8,
                    y(share) + 4,
                    "end",
                    String.format(Locale.ROOT, "%s %%", Math.round(share * 10_000) / 100.0));
        }
        text(
                svg,
                (x(0) + x(1)) / 2,
                HEIGHT - 10,
                "middle",
                "useful hits of the answerable questions");
        text(svg, LEFT, 16, "start", "wrong of the hits");
        svg.append("<polyline fill=\"none\" stroke=\"#0a5\" stroke-width=\"2\" points=\"");
        for (Point point : curve(outcomes)) {
            svg.append(
                    String.format(
                            Locale.ROOT, "%.1f,%.1f ", x(point.coverage()), y(point.wrong())));
        }
        svg.append("\"/>\n");
        Tally now = Tally.of(outcomes);
        int hits = now.rightHits() + now.wrongHits();
        if (hits > 0 && now.answerable() > 0) {
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#c30\"><title>as decided</title></circle>%n",
                            x(now.rightHits() / (double) now.answerable()),
                            y(now.wrongHits() / (double) hits)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double coverage) {
        return LEFT + coverage * (WIDTH - LEFT - 30);
    }

    private static double y(double wrong) {
        double share = Math.min(Math.max(wrong, LEAST), MOST);
        double up = Math.log(share / LEAST) / Math.log(MOST / LEAST);
        return HEIGHT - BOTTOM - up * (HEIGHT - BOTTOM - 30);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                        x1,
                        y1,
                        x2,
                        y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                        x,
                        y,
                        anchor,
                        text));
    }
}
