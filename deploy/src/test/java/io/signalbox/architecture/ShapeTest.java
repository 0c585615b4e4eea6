package io.signalbox.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house style's measures, over every source file of the repository, tests included. */
class ShapeTest {

    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int PARAMETERS_MAX = 7;
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @Test
    void filesFitInTheHead() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            long lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(REPOSITORY.relativize(file) + " has " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsFitOnAScreenAndTakeFewParameters() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> problems = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new MethodScan(unit, positions, problems), null);
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        JavaClasses classes =
                new ClassFileImporter().withImportOption(new ProductClasses()).importPackages("io.signalbox");
        List<String> unmarked = classes.getPackage("io.signalbox").getSubpackagesInTree().stream()
                .filter(each -> !each.getClasses().isEmpty() && !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            for (Path module :
                    (Iterable<Path>) modules.filter(each -> Files.isDirectory(each.resolve("src")))::iterator) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }

    private static final class MethodScan extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> problems;

        private final Deque<Tree.Kind> kinds = new ArrayDeque<>();

        private MethodScan(CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
            this.unit = unit;
            this.positions = positions;
            this.problems = problems;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            kinds.push(type.getKind());
            super.visitClass(type, nothing);
            kinds.pop();
            return nothing;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            String name = REPOSITORY.relativize(Path.of(unit.getSourceFile().toUri())) + ": " + method.getName();
            long lines =
                    method.getBody() == null ? 0 : line(method.getBody(), true) - line(method.getBody(), false) + 1;
            if (lines > METHOD_LINES_MAX) {
                problems.add(name + " has " + lines + " lines");
            }
            if (method.getParameters().size() > PARAMETERS_MAX && !isOfRecord(method)) {
                problems.add(name + " takes " + method.getParameters().size() + " parameters");
            }
            return super.visitMethod(method, nothing);
        }

        private long line(Tree tree, boolean end) {
            long position = end ? positions.getEndPosition(unit, tree) : positions.getStartPosition(unit, tree);
            return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
        }

        /** A compact constructor's parameters are the record's components. */
        private boolean isOfRecord(MethodTree method) {
            return method.getName().contentEquals("<init>") && kinds.peek() == Tree.Kind.RECORD;
        }
    }
}
