package io.jointae;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks that every public type has a summary sentence and a description of every record component, and that summaries
 * begin like sentences. The compiler checks the form of the comments ({@code -Xdoclint}).
 */
class JavadocTest {

    private static final List<Path> SOURCES = List.of(
            Path.of("../data-prep/src/main/java"),
            Path.of("../data-prep/src/main/java-spark3"),
            Path.of("../data-prep/src/main/java-spark4"),
            Path.of("src/main/java"));

    /** A summary that begins with one of these words is a fragment. */
    private static final Pattern FRAGMENT = Pattern.compile("(?s)(Of|Those|What|That which|As|In words)\\b.*");

    private static final List<String> MISSING = new ArrayList<>();
    private static final List<String> FRAGMENTS = new ArrayList<>();

    @BeforeAll
    static void readTheSources() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            DocTrees documentation = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(documentation).scan(unit, null);
            }
        }
    }

    @Test
    void everyPublicTypeAndEveryRecordComponentIsDocumented() {
        assertThat(MISSING).isEmpty();
    }

    @Test
    void noSummaryIsAFragment() {
        assertThat(FRAGMENTS).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        assertThat(found).hasSizeGreaterThan(300);
        return found;
    }

    /** Collects the errors of one file. */
    private static final class Scanner extends TreePathScanner<Void, Void> {

        private final DocTrees documentation;

        Scanner(DocTrees documentation) {
            this.documentation = documentation;
        }

        @Override
        public Void scan(Tree tree, Void unused) {
            if (tree instanceof ClassTree || tree instanceof MethodTree || tree instanceof VariableTree) {
                TreePath path = new TreePath(getCurrentPath(), tree);
                DocCommentTree comment = documentation.getDocCommentTree(path);
                if (comment != null && FRAGMENT.matcher(summary(comment)).matches()) {
                    FRAGMENTS.add(file() + ": " + summary(comment));
                }
            }
            return super.scan(tree, unused);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (isPublic(type)) {
                check(type, documentation.getDocCommentTree(getCurrentPath()));
            }
            return super.visitClass(type, unused);
        }

        /** Whether the type and all types around it are public. */
        private boolean isPublic(ClassTree type) {
            for (Tree around : getCurrentPath()) {
                if (around instanceof ClassTree enclosing
                        && !enclosing.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        && enclosing.getKind() != Tree.Kind.INTERFACE) {
                    return false;
                }
            }
            return !type.getSimpleName().isEmpty();
        }

        private void check(ClassTree type, DocCommentTree comment) {
            String name = file() + ": " + type.getSimpleName();
            if (comment == null) {
                MISSING.add(name + " has no Javadoc.");
                return;
            }
            String summary = summary(comment);
            if (summary.isEmpty()) {
                MISSING.add(name + " has no summary sentence before the first block tag.");
            } else if (!summary.matches("(?s).*[.:!?)>}]$")) {
                MISSING.add(name + " has a summary that does not end as a sentence: " + summary);
            }
            if (type.getKind() == Tree.Kind.RECORD) {
                Set<String> missing = components(type);
                comment.getBlockTags().stream()
                        .filter(tag -> tag instanceof ParamTree)
                        .map(tag -> ((ParamTree) tag).getName().toString())
                        .forEach(missing::remove);
                if (!missing.isEmpty()) {
                    MISSING.add(name + " has no @param for " + String.join(", ", missing) + ".");
                }
            }
        }

        private String file() {
            return getCurrentPath()
                    .getCompilationUnit()
                    .getSourceFile()
                    .getName()
                    .replaceFirst(".*/io/jointae/", "");
        }

        private static String summary(DocCommentTree comment) {
            return comment.getFirstSentence().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining())
                    .strip();
        }

        /** The components of a record, which the parser represents as private fields that are not static. */
        private static Set<String> components(ClassTree type) {
            return type.getMembers().stream()
                    .filter(member -> member instanceof VariableTree)
                    .map(member -> (VariableTree) member)
                    .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .map(field -> field.getName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
