import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one formatter: google-java-format, AOSP style. Run by {@code mvn verify} with {@code --check} (fails and lists files), by
 * {@code build/format} without (rewrites them).
 */
class Format {
    public static void main(String[] args) throws Exception {
        boolean check = List.of(args).contains("--check");
        var formatter = new Formatter(JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());
        var wrong = new ArrayList<Path>();
        for (Path file : sources()) {
            String before = Files.readString(file);
            String after = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(before));
            if (after.equals(before)) {
                continue;
            }
            wrong.add(file);
            if (!check) {
                Files.writeString(file, after);
            }
        }
        if (check && !wrong.isEmpty()) {
            wrong.forEach(file -> System.err.println("not formatted: " + file));
            System.err.println("run build/format and commit the result");
            System.exit(1);
        }
        System.out.println((check ? "format: all clean" : "format: rewrote " + wrong.size() + " files"));
    }

    private static List<Path> sources() throws IOException {
        try (var walk = Files.walk(Path.of(""))) {
            return walk.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/"))
                    .filter(file -> !file.toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }
}
