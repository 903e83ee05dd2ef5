import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * Reports the size of the main sources of each module: files, lines, packages, public top-level types, statements, and the median and
 * the 95th percentile of lines per file and per method.
 *
 * <p>A statement is a statement of the Java grammar other than a block, a declaration of a type, field or method, a {@code case} or a
 * lambda. Joined lines, comments, formatting and moved files do not change the count.
 *
 * <p>Run it in the root of a checkout: {@code java tools/Sizes.java}, or with the path of another checkout.
 */
final class Sizes {
    private static final class Totals {
        final List<Integer> fileLines = new ArrayList<>();
        final List<Integer> methodLines = new ArrayList<>();
        final Set<String> packages = new TreeSet<>();
        int publicTypes;
        int statements;

        void add(Totals other) {
            fileLines.addAll(other.fileLines);
            methodLines.addAll(other.methodLines);
            packages.addAll(other.packages);
            publicTypes += other.publicTypes;
            statements += other.statements;
        }

        String row(String name) {
            return "| %s | %d | %d | %d | %d | %d | %s | %s |".formatted(
                    name,
                    fileLines.size(),
                    fileLines.stream().mapToInt(Integer::intValue).sum(),
                    packages.size(),
                    publicTypes,
                    statements,
                    percentiles(fileLines),
                    percentiles(methodLines));
        }

        private static String percentiles(List<Integer> values) {
            var sorted = values.stream().sorted().toList();
            return sorted.isEmpty()
                    ? "-"
                    : sorted.get(sorted.size() / 2) + " / " + sorted.get((int) (sorted.size() * 0.95)) + " / "
                            + sorted.getLast();
        }
    }

    private static final class Counter extends TreeScanner<Void, Void> {
        private final Totals totals;
        private final CompilationUnitTree unit;
        private final Trees trees;

        Counter(Totals totals, CompilationUnitTree unit, Trees trees) {
            this.totals = totals;
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public Void scan(Tree tree, Void nothing) {
            boolean counts = tree instanceof StatementTree
                    && !(tree instanceof BlockTree)
                    && !(tree instanceof EmptyStatementTree);
            if (counts
                    || tree instanceof MethodTree
                    || tree instanceof CaseTree
                    || tree instanceof LambdaExpressionTree) {
                totals.statements++;
            }
            return super.scan(tree, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                var positions = trees.getSourcePositions();
                var lines = unit.getLineMap();
                totals.methodLines.add((int) (lines.getLineNumber(positions.getEndPosition(unit, method))
                        - lines.getLineNumber(positions.getStartPosition(unit, method))
                        + 1));
            }
            return super.visitMethod(method, nothing);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        var modules = new TreeMap<String, List<Path>>();
        try (var files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(root::relativize)
                    .filter(file -> file.toString().contains("src/main/java/"))
                    .filter(file -> !file.toString().matches("(.*/)?(target|generated-[^/]*)/.*"))
                    .forEach(file -> modules.computeIfAbsent(
                                    file.toString().replaceFirst("/src/main/java/.*", ""), module -> new ArrayList<>())
                            .add(root.resolve(file)));
        }
        System.out.println("| module | files | lines | packages | public types | statements | lines per file, median / p95 / max"
                + " | lines per method, median / p95 / max |\n|---|---|---|---|---|---|---|---|");
        var all = new Totals();
        var product = new Totals();
        for (var module : modules.entrySet()) {
            var totals = measure(module.getValue());
            System.out.println(totals.row(module.getKey()));
            all.add(totals);
            if (!module.getKey().matches("testkit|benchmarks|tests/.*")) {
                product.add(totals);
            }
        }
        System.out.println(product.row("**product**, without testkit, benchmarks and tests"));
        System.out.println(all.row("**all**"));
    }

    private static Totals measure(List<Path> files) throws IOException {
        var totals = new Totals();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var trees = Trees.instance(task);
            for (var unit : task.parse()) {
                totals.fileLines.add((int) unit.getSourceFile().getCharContent(true).toString().lines().count());
                totals.packages.add(String.valueOf(unit.getPackageName()));
                for (var type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared
                            && declared.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                        totals.publicTypes++;
                    }
                }
                new Counter(totals, unit, trees).scan(unit, null);
            }
        }
        return totals;
    }
}
