package org.offhook.agent;

import java.util.List;
import java.util.Locale;

/** False cut-offs over the median latency, drawn. */
final class PauseCurve {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int EDGE = 50;
    private static final double MOST_MILLIS = 1_400;

    private PauseCurve() {}

    /** One setting: median latency in ms and turns cut off in percent. */
    record Point(double millis, double percent) {}

    static String svg(List<Point> plain, List<Point> ours) {
        var svg = new StringBuilder();
        svg.append(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>%n"
                        .formatted(WIDTH, HEIGHT));
        for (int percent = 0; percent <= 100; percent += 10) {
            double y = y(percent);
            svg.append(line(EDGE, y, WIDTH - EDGE, y)).append(text(10, y + 4, percent + " %"));
        }
        for (int millis = 0; millis <= MOST_MILLIS; millis += 200) {
            svg.append(line(x(millis), EDGE, x(millis), HEIGHT - EDGE));
            svg.append(text(x(millis) - 10, HEIGHT - 30, String.valueOf(millis)));
        }
        svg.append(text(EDGE, HEIGHT - 10, "median latency in ms; turns cut off"));
        svg.append(series(plain, "#999", "plain silences")).append(series(ours, "#06c", "ours"));
        return svg.append("</svg>\n").toString();
    }

    private static String series(List<Point> points, String colour, String name) {
        var svg = new StringBuilder("<polyline fill='none' stroke-width='2' stroke='");
        svg.append(colour).append("' points='");
        for (Point point : points) {
            svg.append(String.format(Locale.ROOT, "%.0f,%.0f ", x(point.millis), y(point.percent)));
        }
        Point last = points.getLast();
        svg.append("'/>\n").append(text(x(last.millis) + 4, y(last.percent) - 4, name));
        return svg.toString();
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line stroke='#ddd' x1='%.0f' y1='%.0f' x2='%.0f' y2='%.0f'/>%n",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String text) {
        return String.format(Locale.ROOT, "<text x='%.0f' y='%.0f'>%s</text>%n", x, y, text);
    }

    private static double x(double millis) {
        return EDGE + (WIDTH - 2 * EDGE) * Math.min(millis, MOST_MILLIS) / MOST_MILLIS;
    }

    private static double y(double percent) {
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * percent / 100;
    }
}
