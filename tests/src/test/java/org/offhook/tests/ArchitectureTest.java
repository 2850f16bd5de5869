package org.offhook.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The borders between modules, and which library may be seen where. */
class ArchitectureTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** From the folders of classes: looking a package up on the class path opens every jar. */
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .importPaths(
                            Stream.of("sip-stack", "media", "cache-index", "agent", "server")
                                    .map(module -> ROOT.resolve(module).resolve("target/classes"))
                                    .toList());

    private static final Map<String, Integer> LEAST_CLASSES =
            Map.of("sip", 8, "media", 8, "cache", 4, "agent", 6, "server", 20);

    private static final int MOST_LINES = 400;

    private static DescribedPredicate<JavaClass> module(String name) {
        return resideInAPackage("org.offhook." + name + "..");
    }

    /** A rule about classes that are not there would hold, and say nothing. */
    @Test
    void theRulesHaveSomethingToSay() {
        LEAST_CLASSES.forEach((name, least) -> {
            int found = PRODUCT.that(module(name)).size();
            assertTrue(found >= least, name + " has " + found + " classes");
        });
        for (String used : List.of("org.offhook.sip..", "picocli..", "org.snakeyaml..")) {
            var untrue = noClasses().that(module("server")).should();
            assertThrows(
                    AssertionError.class,
                    () -> untrue.dependOnClassesThat(resideInAnyPackage(used)).check(PRODUCT),
                    used);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sip,    media cache agent server",
        "media,  sip cache agent server",
        "cache,  sip media agent server",
        "agent,  server",
    })
    void modulesPointOneWay(String module, String others) {
        String[] forbidden =
                Stream.of(others.split(" "))
                        .map(name -> "org.offhook." + name + "..")
                        .toArray(String[]::new);
        noClasses()
                .that(module(module))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .check(PRODUCT);
    }

    @ParameterizedTest
    @CsvSource({
        "javax.sip.. gov.nist..,        org.offhook.sip.jain..",
        "org.xbill..,                   org.offhook.sip.dns..",
        "org.jitsi..,                   org.offhook.media..",
        "org.bouncycastle..,            org.offhook.media.dtls..",
        "org.apache.lucene..,           org.offhook.cache..",
        "okhttp3.. okio..,              org.offhook.agent.provider..",
        "io.modelcontextprotocol.. reactor.. org.reactivestreams.., org.offhook.agent.mcp..",
        "ai.onnxruntime..,              org.offhook.cache.. org.offhook.agent.local..",
        "ai.djl..,                      org.offhook.cache..",
        "com.fasterxml.jackson..,       org.offhook.agent.. org.offhook.cache.store.. org.offhook.cache.cluster.."
                + " org.offhook.server.answers.. org.offhook.server.calls..",
        "org.opensearch.. org.apache.hc.., org.offhook.cache.cluster..",
        "org.apache.commons.compress.., org.offhook.agent.local..",
        "org.snakeyaml..,               org.offhook.server.config..",
        "picocli..,                     org.offhook.server..",
        "org.apache.logging.log4j.core..,org.offhook.server..",
        "org.slf4j..,                   nobody",
        "kotlin..,                      nobody",
    })
    void aLibraryStaysWhereItIsHidden(String libraries, String homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes.split(" "))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries.split(" ")))
                .because("its types are hidden in " + homes)
                .check(PRODUCT);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("org.offhook.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void nobodyLocks() {
        List<String> locking =
                PRODUCT.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .map(method -> method.getFullName())
                        .toList();
        assertEquals(List.of(), locking);
    }

    @Test
    void noSourceIsLongOrLocks() throws IOException {
        List<Path> sources = sources();
        assertTrue(sources.size() >= 40, "only " + sources.size() + " sources found");
        var faults = new ArrayList<String>();
        for (Path source : sources) {
            List<String> lines = Files.readAllLines(source);
            if (lines.size() > MOST_LINES) {
                faults.add(source + " has " + lines.size() + " lines");
            }
            for (int at = 0; at < lines.size(); at++) {
                if (lines.get(at).matches(".*\\bsynchronized \\(.*")) {
                    faults.add(source + ":" + (at + 1) + " locks");
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ROOT::relativize)
                    .filter(file -> file.getNameCount() > 3)
                    .filter(file -> file.subpath(1, 4).equals(Path.of("src/main/java")))
                    .map(ROOT::resolve)
                    .toList();
        }
    }
}
